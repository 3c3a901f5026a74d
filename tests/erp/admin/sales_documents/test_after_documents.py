"""What becomes of documents: quotes become orders, versions are kept, invoices are cancelled."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from erp.models import (
    SalesHeader,
    SalesHeaderArchive,
    SalesInvoiceHeader,
    SalesReceivablesSetup,
    SalesShipmentHeader,
)
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.save_setup import save_setup
from tests.erp.admin.forms import form_values
from tests.erp.sales import document, item


@pytest.fixture
def quote(selling: None) -> SalesHeader:
    return document(item("BENCH", 10), kind="quote", your_reference="QUO-7")


@pytest.fixture
def invoice(order: SalesHeader) -> SalesInvoiceHeader:
    posted = post_sales_document(record_id=order.pk).invoice
    assert posted is not None
    return posted


def press(client: Client, header: SalesHeader, model_name: str, step: str) -> str:
    card = reverse(f"admin:erp_{model_name}_change", args=[header.pk])
    values = form_values(client.get(card), f"{model_name}_form", action=step)
    return client.post(card, values, follow=True).content.decode()


def test_a_quote_becomes_an_order(order_processor: Client, quote: SalesHeader) -> None:
    page = press(order_processor, quote, "salesquote", "make_order")
    order = SalesHeader.objects.get()
    assert (order.document_type, order.quote_no, order.amount) == ("order", quote.no, 1000)
    assert f"{order.no} · Acme" in page


def test_where_the_setup_wants_it_a_person_is_asked_whether_the_quote_is_kept(
    order_processor: Client, quote: SalesHeader
) -> None:
    save_setup(model=SalesReceivablesSetup, values={"archive_quotes": "question"})
    page = press(order_processor, quote, "salesquote", "make_order")
    assert "Shall the quote be kept" in page
    assert SalesHeader.objects.get().pk == quote.pk
    order_processor.post(reverse("admin:make_order", args=[quote.pk]), {"archive": "yes"})
    version = SalesHeaderArchive.objects.get()
    assert SalesHeader.objects.get().document_type == "order"
    assert (version.no, version.archived_by) == (quote.no, "order-processor")


def test_a_version_is_kept_and_read_later(order_processor: Client, order: SalesHeader) -> None:
    page = press(order_processor, order, "salesorder", "archive")
    assert "is archived as version" in page
    version = SalesHeaderArchive.objects.get()
    versions = order_processor.get(
        "/admin/erp/salesheaderarchive/", {"document_record_id__exact": str(order.pk)}
    )
    assert order.no in versions.content.decode()
    card = reverse("admin:erp_salesheaderarchive_change", args=[version.pk])
    assert "Oak bench" in order_processor.get(card).content.decode()


def test_an_invoice_is_cancelled_by_a_credit_memo_after_a_question(
    order_processor: Client, invoice: SalesInvoiceHeader
) -> None:
    url = reverse("admin:cancel_invoice", args=[invoice.pk])
    assert "There is no way back" in order_processor.get(url).content.decode()
    page = order_processor.post(url, follow=True).content.decode()
    invoice.refresh_from_db()
    assert invoice.cancelled
    assert "is cancelled." in page
    assert invoice.no in page  # the corrected invoice on the card of the credit memo
    card = order_processor.get(reverse("admin:erp_salesinvoiceheader_change", args=[invoice.pk]))
    assert "The invoice is cancelled already." in card.content.decode()


def test_a_paid_invoice_is_not_cancelled(order_processor: Client, invoice: SalesInvoiceHeader) -> None:
    entry = order_processor.get("/admin/erp/customerledgerentry/").context["cl"].result_list[0]
    register_payment(
        customer_no="C1",
        posting_date=date(2026, 5, 1),
        amount=invoice.amount,
        document_no="B1",
        applies_to=[entry.pk],
    )
    page = order_processor.post(reverse("admin:cancel_invoice", args=[invoice.pk])).content.decode()
    assert "Nothing was cancelled." in page
    invoice.refresh_from_db()
    assert not invoice.cancelled


def test_shipments_of_several_orders_become_one_invoice(order_processor: Client, order: SalesHeader) -> None:
    for header in (order, document(item("LAMP", 3))):
        post_sales_document(record_id=header.pk, invoice=False)
    chosen = [str(pk) for pk in SalesShipmentHeader.objects.values_list("pk", flat=True)]
    order_processor.post("/admin/erp/salesshipmentheader/", {"action": "invoice", "_selected_action": chosen})
    invoice = SalesHeader.objects.get(document_type="invoice")
    assert sorted(invoice.lines.filter(type="item").values_list("no", flat=True)) == ["BENCH", "LAMP"]


def test_an_order_leads_to_what_was_posted_of_it(order_processor: Client, order: SalesHeader) -> None:
    shipment = post_sales_document(record_id=order.pk, invoice=False).shipment
    assert shipment is not None
    card = order_processor.get(reverse("admin:erp_salesorder_change", args=[order.pk])).content.decode()
    link = f"/admin/erp/salesshipmentheader/?order_no__exact={order.no}"
    assert link in card
    assert shipment.no in order_processor.get(link).content.decode()


def test_a_viewer_cancels_nothing_and_makes_no_order(
    viewer: Client, quote: SalesHeader, invoice: SalesInvoiceHeader
) -> None:
    assert viewer.post(reverse("admin:cancel_invoice", args=[invoice.pk])).status_code == 403
    assert viewer.post(reverse("admin:make_order", args=[quote.pk]), {"archive": "no"}).status_code == 403
