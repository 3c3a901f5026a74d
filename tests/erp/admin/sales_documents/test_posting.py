"""Documents are posted on a page of their own, and read afterwards."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from erp.models import SalesCrMemoHeader, SalesHeader, SalesInvoiceHeader, SalesShipmentHeader
from erp.operations.modify_customers import modify_customers
from erp.operations.post_sales_document import post_sales_document
from tests.erp.admin.forms import form_values
from tests.erp.sales import document, item


def post_page(document: SalesHeader) -> str:
    return reverse("admin:post_sales_document", args=[document.pk])


def press_post(client: Client, document: SalesHeader, **entered: str) -> str:
    values = {"expected_version": str(document.row_version), "posting_date": "", **entered}
    return client.post(post_page(document), values, follow=True).content.decode()


def quantities(order: SalesHeader) -> tuple[Decimal, Decimal]:
    line = order.lines.get()
    return line.quantity_shipped, line.quantity_invoiced


def test_post_saves_the_card_and_asks_what_to_post(order_processor: Client, order: SalesHeader) -> None:
    card = reverse("admin:erp_salesorder_change", args=[order.pk])
    values = form_values(order_processor.get(card), "salesorder_form", action="post")
    answer = order_processor.post(card, {**values, "lines-0-qty_to_ship": "4"}, follow=True)
    assert answer.redirect_chain == [(post_page(order), 302)]
    assert order.lines.get().qty_to_ship == 4
    page = answer.content.decode()
    for choice in ("Ship", "Invoice", "Ship and Invoice"):
        assert f"<strong>{choice}</strong>" in page


def test_an_order_is_shipped_in_part_and_remains(order_processor: Client, order: SalesHeader) -> None:
    card = reverse("admin:erp_salesorder_change", args=[order.pk])
    order_processor.post(
        card, form_values(order_processor.get(card), "salesorder_form", **{"lines-0-qty_to_ship": "4"})
    )
    order.refresh_from_db()
    page = press_post(order_processor, order, what="ship")
    shipment = SalesShipmentHeader.objects.get()
    assert quantities(order) == (Decimal(4), Decimal(0))
    assert shipment.no in page
    assert "Partly shipped" in page
    found = {
        choice: order.no
        in order_processor.get("/admin/erp/salesorder/", {"shipment": choice}).content.decode()
        for choice in ("none", "part", "all")
    }
    assert found == {"none": False, "part": True, "all": False}


def test_an_order_that_is_posted_in_full_becomes_its_invoice(
    order_processor: Client, order: SalesHeader
) -> None:
    page = press_post(order_processor, order, what="both", posting_date="2026-05-04")
    invoice = SalesInvoiceHeader.objects.get()
    assert not SalesHeader.objects.exists()
    assert (str(invoice.posting_date), invoice.order_no) == ("2026-05-04", order.no)
    assert f"{invoice.no} · Acme" in page  # its card
    assert "is below zero now" in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize(
    ("kind", "posted"), [("invoice", SalesInvoiceHeader), ("credit_memo", SalesCrMemoHeader)]
)
def test_invoices_and_credit_memos_are_posted_as_a_whole(
    order_processor: Client, selling: None, kind: str, posted: type[SalesInvoiceHeader]
) -> None:
    header = document(item("LAMP", 2), kind=kind)
    assert 'name="what"' not in order_processor.get(post_page(header)).content.decode()
    press_post(order_processor, header)
    assert posted.objects.get().amount == Decimal("19.98")


def test_what_cannot_be_posted_says_why_and_posts_nothing(
    order_processor: Client, order: SalesHeader
) -> None:
    modify_customers(changes={order.sell_to_customer.pk: {"blocked": "all"}})
    page = press_post(order_processor, order, what="both")
    assert "Customer C1 is blocked" in page
    assert not SalesShipmentHeader.objects.exists()


def test_an_order_that_has_changed_since_is_not_posted_unseen(
    order_processor: Client, order: SalesHeader
) -> None:
    page = press_post(order_processor, order, what="both", expected_version="99")
    assert "changed by somebody else" in page
    assert not SalesInvoiceHeader.objects.exists()


def test_who_only_views_posts_nothing_and_a_quote_is_never_posted(viewer: Client, order: SalesHeader) -> None:
    assert viewer.get(post_page(order)).status_code == 403
    assert viewer.post(post_page(order), {"what": "both"}).status_code == 403
    assert viewer.get(post_page(document(item("BENCH"), kind="quote"))).status_code == 404


def test_a_viewer_finds_posted_documents_with_their_lines(viewer: Client, order: SalesHeader) -> None:
    posted = post_sales_document(record_id=order.pk)
    for record in (posted.shipment, posted.invoice):
        assert record is not None
        name = record._meta.model_name
        assert record.no in viewer.get(f"/admin/erp/{name}/", {"q": "ORD-7"}).content.decode()
        card = viewer.get(reverse(f"admin:erp_{name}_change", args=[record.pk])).content.decode()
        assert "Oak bench" in card
    assert "1,000.00" in card
