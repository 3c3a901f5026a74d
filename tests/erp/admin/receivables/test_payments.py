"""Payments are registered, applied to invoices and taken back on the pages of the back office."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erp.demo.factories import CustomerFactory
from erp.models import Customer, CustomerLedgerEntry, GeneralLedgerSetup, SalesInvoiceHeader
from erp.operations.create_currencies import create_currencies
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.queries.customer_ledger import entry_amounts
from tests.erp.sales import document, item

Entries = list[CustomerLedgerEntry]
PAYMENTS = "/admin/register-payments/"


def remaining(entries: Entries) -> list[Decimal]:
    amounts = entry_amounts([entry.pk for entry in entries])
    return [amounts[entry.pk].remaining_amount for entry in entries]


def pay(client: Client, entries: Entries, **entered: str) -> str:
    values: dict[str, Any] = {"posting_date": "2026-05-01", "document_no": "BANK-1", "amount": "", **entered}
    values["entry"] = [str(entry.pk) for entry in entries]
    return client.post(f"{PAYMENTS}?customer=c1", values, follow=True).content.decode()


def card(entry: CustomerLedgerEntry) -> str:
    return reverse("admin:erp_customerledgerentry_change", args=[entry.pk])


def test_who_owes_is_offered_and_leads_to_the_open_invoices(
    order_processor: Client, invoices: Entries
) -> None:
    assert '<a href="?customer=C1">Acme</a>' in order_processor.get(PAYMENTS).content.decode()
    page = order_processor.get(PAYMENTS, {"customer": "c1"}).content.decode()
    assert [invoice.document_no in page for invoice in invoices] == [True, True]
    assert (
        "There is no customer NOBODY."
        in order_processor.get(PAYMENTS, {"customer": "nobody"}).content.decode()
    )


def test_who_comes_from_an_invoice_finds_it_chosen(order_processor: Client, invoices: Entries) -> None:
    invoice = SalesInvoiceHeader.objects.get(no=invoices[1].document_no)
    card = order_processor.get(f"/admin/erp/salesinvoiceheader/{invoice.pk}/change/").content.decode()
    (link,) = re.findall(r'href="([^"]*register-payments[^"]*invoice=[^"]*)"', card)
    page = order_processor.get(unescape(link)).content.decode()
    ticked = re.findall(r'value="([^"]+)"[^>]* checked', page)
    assert ticked == [str(invoices[1].pk)]


def test_without_an_amount_the_chosen_invoices_are_paid_in_full(
    order_processor: Client, invoices: Entries
) -> None:
    page = pay(order_processor, invoices)
    assert "Payment <a" in page
    assert "Everything is paid" in page
    assert order_processor.get("/admin/erp/salesinvoiceheader/").content.decode().count("Paid</span>") == 2
    assert remaining(invoices) == [0, 0]


def test_an_amount_pays_what_falls_due_first(order_processor: Client, invoices: Entries) -> None:
    pay(order_processor, invoices, amount="1,100.00")
    assert remaining(invoices) == [0, Decimal(100)]


def test_what_is_paid_beyond_stays_open_and_is_applied_later(
    order_processor: Client, invoices: Entries
) -> None:
    pay(order_processor, [], amount="150")
    payment = CustomerLedgerEntry.objects.get(document_type="payment")
    url = reverse("admin:apply_entries", args=[payment.pk])
    assert invoices[1].document_no in order_processor.get(url).content.decode()
    page = order_processor.post(
        url, {"entry": [str(invoices[1].pk)], "amount": "120"}, follow=True
    ).content.decode()
    assert "is applied." in page
    assert remaining([invoices[1], payment]) == [Decimal(80), Decimal(-30)]


def test_an_application_is_taken_back(order_processor: Client, invoices: Entries) -> None:
    pay(order_processor, invoices[:1])
    page = order_processor.get(card(invoices[0])).content.decode()
    assert "Closed" in page
    url = reverse("admin:erp_customerledgerentry_action", args=[invoices[0].pk, "unapply"])
    page = order_processor.post(url, follow=True).content.decode()
    assert "is taken back." in page
    assert remaining(invoices) == [Decimal(1000), Decimal(200)]


def test_a_payment_that_cannot_be_is_refused_with_its_reason(
    order_processor: Client, invoices: Entries
) -> None:
    for entered in ({"document_no": ""}, {"amount": "-5"}, {"amount": "much"}):
        assert "Nothing was saved." in pay(order_processor, invoices, **entered)
    assert "Nothing was saved." in pay(order_processor, [])  # neither amount nor invoice
    entry = reverse("admin:apply_entries", args=[invoices[0].pk])
    assert "Choose at least one entry." in order_processor.post(entry, {"amount": ""}).content.decode()
    assert CustomerLedgerEntry.objects.count() == 2


def test_a_viewer_sees_what_is_open_and_overdue_and_registers_nothing(
    viewer: Client, invoices: Entries
) -> None:
    page = viewer.get("/admin/erp/customerledgerentry/", {"state": "overdue"}).content.decode()
    assert "1,000.00" in page
    assert "Overdue" in page
    assert (
        invoices[0].document_no
        not in viewer.get("/admin/erp/customerledgerentry/", {"state": "closed"}).content.decode()
    )
    assert viewer.get(card(invoices[0])).status_code == 200
    assert viewer.get(PAYMENTS).status_code == 403
    assert viewer.get(reverse("admin:apply_entries", args=[invoices[0].pk])).status_code == 403
    unapply = reverse("admin:erp_customerledgerentry_action", args=[invoices[0].pk, "unapply"])
    assert viewer.post(unapply).status_code == 403


def test_a_payment_in_the_currency_of_the_invoices_only(order_processor: Client, invoices: Entries) -> None:
    other = CustomerFactory.create(no="C9", name="Globex")
    register_payment(
        customer_no=other.no, posting_date=invoices[0].posting_date, amount=Decimal(5), document_no="B2"
    )
    page = order_processor.get(reverse("admin:apply_entries", args=[invoices[0].pk])).content.decode()
    assert "Nothing to apply to" in page  # the payment of somebody else is not offered


def test_a_payment_for_no_invoice_is_in_the_currency_that_is_owed(
    order_processor: Client, invoices: Entries
) -> None:
    create_currencies(rows=[{"code": "SEK", "description": "Krona"}])
    Customer.objects.update(currency="SEK")
    GeneralLedgerSetup.objects.update(lcy_code="EUR")
    assert "In EUR, or" in order_processor.get(PAYMENTS, {"customer": "c1"}).content.decode()
    pay(order_processor, [], amount="100")
    payment = CustomerLedgerEntry.objects.get(document_no="BANK-1")
    assert (payment.currency_id, remaining([payment])) == (None, [-100])


def test_the_customer_card_tells_what_is_owed(order_processor: Client, invoices: Entries) -> None:
    customer = invoices[0].customer
    page = order_processor.get(reverse("admin:erp_customer_change", args=[customer.pk])).content.decode()
    box = page.split('id="factbox-customer_statistics"')[1].split("</section>")[0]
    assert "1,200.00" in box
    assert "Overdue" in box


def test_lists_of_what_is_posted_ask_the_same_number_of_queries_for_many(
    order_processor: Client, invoices: Entries
) -> None:
    lists = [
        reverse(f"admin:erp_{name}_changelist")
        for name in ("customerledgerentry", "salesinvoiceheader", "salesshipmentheader")
    ]

    def queries() -> list[int]:
        found = []
        for url in lists:
            with CaptureQueriesContext(connection) as asked:
                order_processor.get(url)
            found.append(len(asked))
        return found

    queries()  # warms what is kept
    few = queries()
    for _number in range(3):
        post_sales_document(record_id=document(item("LAMP")).pk)
    assert queries() == few
