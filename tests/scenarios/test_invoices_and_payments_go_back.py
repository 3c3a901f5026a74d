"""Invoices, payments and statistics, row by row of what is promised: from the posting to the salesperson."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from erp.models import Customer, CustomerLedgerEntry, SalesHeader, SalesInvoiceHeader, SalesShipmentHeader
from tests.scenarios.people import CHAIR, LINA, People, browser_of, words

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
STATISTICS, INVOICES, STATUS = "CUSTOMER STATISTICS", "POSTEDSALESINV-INV", "SALES ORDER STATUS"
BILLED, PAID_IN_PART, PAID, CANCELED = (0, 4), (2, 100002), (2, 100001), (3, 100003)
LIST = "/admin/erp/salesinvoiceheader/"


def sales_order(people: People, *lines: Any, **values: Any) -> tuple[UUID, SalesHeader]:
    """The CRM's order and the sales order that Paula makes of it."""
    order = people.karin.order(*lines, **values)
    people.paula.creates(order)
    (number,) = people.karin.sees("salesorders", order, "ordernumber")
    return order, SalesHeader.objects.get(your_reference=number)


def invoiced(people: People, *lines: Any, **values: Any) -> tuple[UUID, SalesInvoiceHeader]:
    """The CRM's order and the invoice of its sales order, shipped and invoiced as a whole."""
    order, header = sales_order(people, *lines, **values)
    people.paula.posts(header)
    return order, SalesInvoiceHeader.objects.get(your_reference=header.your_reference)


def transferred(people: People, *lines: Any) -> tuple[UUID, SalesInvoiceHeader]:
    """The same, and the invoice is in the CRM."""
    order, invoice = invoiced(people, *lines)
    people.paula.acts(invoice, "create_invoice_in_crm")
    return order, invoice


def in_crm(people: People, invoice: SalesInvoiceHeader, *columns: str) -> tuple[Any, ...]:
    """What Karin sees of the invoice."""
    (found,) = people.karin.rows("invoices", f"invoicenumber eq '{invoice.no}'", *columns)
    return found


def is_ticked(people: People, invoice: SalesInvoiceHeader) -> bool:
    """The check box on the posted invoice that says whether it is in the CRM."""
    page = people.paula.opens(people.paula.card(invoice)).content.decode()
    box = page.partition("In Dynamics 365 Sales</dt>")[2].partition("</dd>")[0]
    assert "checkbox" in box
    return "checked" in box


def state(people: People, invoice: SalesInvoiceHeader) -> tuple[Any, ...]:
    return in_crm(people, invoice, "statecode", "statuscode")


def pay(people: People, invoice: SalesInvoiceHeader, document_no: str, amount: str = "") -> None:
    """On *Register Customer Payments*; without an amount what remains of the invoice."""
    entry = CustomerLedgerEntry.objects.get(document_no=invoice.no)
    people.paula.registers_payment(entry, document_no, amount)


def update_statistics(people: People) -> None:
    """The button of the customer's card."""
    people.paula.acts(Customer.objects.get(), "update_account_statistics")


# ---- G1


def test_create_invoice_brings_a_posted_invoice_to_the_crm_as_billed(people: People) -> None:
    karin, paula = people.karin, people.paula
    lines = (karin.line(quantity=3, manualdiscountamount=8.5), karin.line(LINA))
    order, invoice = invoiced(people, *lines, discountpercentage=10, freightamount=25)
    assert not is_ticked(people, invoice)
    paula.acts(invoice, "create_invoice_in_crm")
    assert paula.said == ["The invoice was created in Dynamics 365 Sales."]
    assert is_ticked(people, invoice)
    assert state(people, invoice) == BILLED
    columns = ("name", "_salesorderid_value", "totalamount", "totaldiscountamount", "totaltax")
    assert in_crm(people, invoice, *columns) == ("Canteen", str(order), 394, 41, 0)
    assert "Total Incl. VAT USD 394.00" in paula.shows(invoice)
    where = f"_invoiceid_value eq {in_crm(people, invoice, 'invoiceid')[0]}"
    details = karin.rows(
        "invoicedetails", where, "lineitemnumber", "productname", "quantity", "extendedamount"
    )
    assert sorted(row[1:] for row in details) == [
        ("6810 Freight Amount.", 1, 25),
        ("Chair", 3, 230),
        ("Lina", 2, 180),
    ]


def test_create_invoice_brings_several_posted_invoices_from_the_list(people: People) -> None:
    invoices = [invoiced(people)[1] for _ in range(2)]
    people.paula.acts_on("salesinvoiceheader", "create_invoice_in_crm", *invoices)
    assert people.paula.said == ["Invoices created in Dynamics 365 Sales: 2."]
    assert [state(people, invoice) for invoice in invoices] == [BILLED, BILLED]
    found = people.paula.reads(LIST, coupled="coupled")
    assert [invoice.no in found for invoice in invoices] == [True, True]


def test_an_invoice_is_brought_to_the_crm_once(people: People) -> None:
    _order, invoice = transferred(people)
    people.paula.acts(invoice, "create_invoice_in_crm")
    assert people.paula.said == ["The invoice is in Dynamics 365 Sales already. Nothing was created."]
    assert state(people, invoice) == BILLED


# ---- G2


def test_payments_make_the_invoice_paid_in_part_and_then_completely(people: People) -> None:
    _order, invoice = transferred(people)
    pay(people, invoice, "BANK-1", "100")
    assert state(people, invoice) == BILLED
    update_statistics(people)
    assert state(people, invoice) == PAID_IN_PART
    pay(people, invoice, "BANK-2")
    update_statistics(people)
    assert state(people, invoice) == PAID
    assert people.paula.said == ["The account statistics were updated. Invoices whose state changed: 1."]


def test_a_cancelled_invoice_is_canceled_in_the_crm(people: People) -> None:
    _order, invoice = transferred(people)
    people.kim.presses(reverse("admin:cancel_invoice", args=[invoice.pk]))
    update_statistics(people)
    assert state(people, invoice) == CANCELED


def journey(people: People, order: UUID) -> list[tuple[str, bool, str, str]]:
    """Each stage of the page: its name, whether its time is told, its document and what stands in its way."""
    page = people.paula.opens(reverse("admin:order_journey", args=[order]))
    return [
        (
            str(stage.label),
            bool(stage.time),
            re.sub(r"<[^>]+>", "", str(stage.document)),
            " ".join(blocker.sentence for blocker in stage.blockers),
        )
        for stage in page.context["stages"]
    ]


def test_the_order_journey_shows_each_step_with_time_document_and_blocker(people: People) -> None:
    order, header = sales_order(people, people.karin.line(quantity=4))
    people.paula.saves(header, due_date="2020-01-31", action="release")
    header.refresh_from_db()
    people.paula.posts(header, "ship", **{"lines-0-qty_to_ship": "1"})
    begun = [("Submitted", True, "", ""), ("Created", True, header.no, ""), ("Released", True, "", "")]
    shipment = SalesShipmentHeader.objects.get().no
    waiting = [("Invoiced", False, "", ""), ("Paid", False, "", "")]
    assert journey(people, order) == [*begun, ("Partly shipped", True, shipment, ""), *waiting]
    header.refresh_from_db()
    people.paula.posts(header)
    invoice = SalesInvoiceHeader.objects.get()
    last = SalesShipmentHeader.objects.order_by("no").last()
    assert last
    done = [*begun, ("Shipped", True, last.no, ""), ("Invoiced", True, invoice.no, "")]
    overdue = f"Invoice {invoice.no} is overdue."
    assert journey(people, order) == [*done, ("To be paid", False, "", overdue)]
    pay(people, invoice, "BANK-1")
    assert journey(people, order) == [*done, ("Paid", True, "BANK-1", "")]


# ---- G3

# What the account's row says, and what the customer's card calls it.
FIGURES = {
    "nav_balancelcy": "Balance (LCY)",
    "nav_outstandingorderslcy": "Outstanding Orders (LCY)",
    "nav_shippednotinvoicedlcy": "Shipped Not Invd. (LCY)",
    "nav_outstandinginvoiceslcy": "Outstanding Invoices (LCY)",
    "nav_totallcy": "Total (LCY)",
    "nav_creditlimitlcy": "Credit Limit (LCY)",
    "nav_totalsaleslcy": "Total Sales (LCY)",
    "nav_overdueamountslcy": "Overdue (LCY)",
}


def statistics(people: People, *columns: str) -> dict[str, Any]:
    """What Karin sees of the row that the account points to."""
    (row,) = people.karin.sees("accounts", people.karin.account(), "_nav_accountstatisticsid_value")
    return dict(zip(columns, people.karin.sees("nav_accountstatisticses", row, *columns), strict=True))


def on_the_card(people: People) -> dict[str, float]:
    shown = people.paula.shows(Customer.objects.get()).partition("Customer Statistics")[2]
    hits = {column: re.search(rf"{re.escape(label)} ([\d,.]+)", shown) for column, label in FIGURES.items()}
    return {column: float(hit[1].replace(",", "")) for column, hit in hits.items() if hit}


def test_update_account_statistics_shows_the_salesperson_what_the_customer_card_shows(people: People) -> None:
    karin, paula = people.karin, people.paula
    paula.saves(Customer.objects.get(), credit_limit_lcy="5000")
    _order, due = sales_order(people, karin.line(quantity=4))
    paula.saves(due, due_date="2020-01-31")
    due.refresh_from_db()
    paula.posts(due)
    _order, header = sales_order(people, karin.line(quantity=10))
    paula.posts(header, "ship", **{"lines-0-qty_to_ship": "3"})
    line = {"lines-0-no": CHAIR, "lines-0-quantity": "1"}
    paula.adds("salesinvoice", sell_to_customer=Customer.objects.get().no, **line)
    update_statistics(people)
    figures = on_the_card(people)
    expected = (318, 556.5, 238.5, 79.5, 1192.5, 5000, 318, 318)
    assert figures == dict(zip(FIGURES, expected, strict=True))
    assert statistics(people, *FIGURES) == figures
    rest = {
        "nav_name": "Acme",
        "nav_customerno": Customer.objects.get().no,
        "nav_overdueamountsasof": str(timezone.now().date()),
        "nav_outstandingserviceorderslcy": 0,
        "nav_servshippednotinvoicedlcy": 0,
        "nav_outstandingservinvoiceslcy": 0,
        "nav_invoicedprepaymentamountlcy": 0,
    }
    assert statistics(people, *rest) == rest
    card = words(browser_of("karin").get(f"/sales/crm/account/{karin.account()}/change/"))
    assert "Balance (LCY) 318.00 USD" in card
    assert "Overdue Amounts (LCY) 318.00 USD" in card


# ---- G4


def test_the_job_customer_statistics_refreshes_statistics_and_states_of_invoices(people: People) -> None:
    _order, invoice = transferred(people)
    people.job(STATISTICS)
    figures = ("nav_balancelcy", "nav_totalsaleslcy")
    assert tuple(statistics(people, *figures).values()) == (159, 159)
    pay(people, invoice, "BANK-1")
    people.job(STATISTICS)
    assert tuple(statistics(people, *figures).values()) == (0, 159)
    assert state(people, invoice) == PAID


def test_the_job_postedsalesinv_inv_refreshes_invoices_as_long_as_they_are_active(people: People) -> None:
    columns = ("invoiceid", "shipto_city", "duedate", "totalamount")
    _order, invoice = transferred(people)
    posted = in_crm(people, invoice, *columns)
    people.karin.change("invoices", posted[0], shipto_city="Elsewhere", duedate="2030-01-01")
    people.job(INVOICES)
    assert in_crm(people, invoice, *columns) == posted
    pay(people, invoice, "BANK-1")
    people.job(STATISTICS)
    people.job(INVOICES)
    assert state(people, invoice) == PAID
    assert in_crm(people, invoice, *columns) == posted
