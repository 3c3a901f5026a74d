"""Sales documents are written, released and reopened on their cards."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erp.models import SalesHeader
from tests.erp.admin.forms import form_values
from tests.erp.sales import document, item

LIST = "/admin/erp/salesorder/"


def card(order: SalesHeader) -> str:
    return reverse("admin:erp_salesorder_change", args=[order.pk])


def save(client: Client, order: SalesHeader, **changed: str) -> str:
    page = client.get(card(order))
    values = form_values(page, "salesorder_form", **changed)
    return client.post(card(order), values, follow=True).content.decode()


def test_a_new_order_asks_for_customer_item_and_quantity_only(order_processor: Client, selling: None) -> None:
    entered = {
        "sell_to_customer": "C1",
        "lines-0-no": "BENCH",
        "lines-0-quantity": "3",
    }
    page = order_processor.get(f"{LIST}add/")
    answer = order_processor.post(f"{LIST}add/", form_values(page, "salesorder_form", **entered), follow=True)
    order = SalesHeader.objects.get()
    line = order.lines.get()
    assert (order.document_type, order.sell_to_customer_name) == ("order", "Acme")
    assert (line.description, line.unit_of_measure_id, line.amount) == ("Oak bench", "PCS", Decimal(300))
    assert "Release" in answer.content.decode()


def test_lines_are_changed_added_and_deleted_together(order_processor: Client, order: SalesHeader) -> None:
    save(
        order_processor,
        order,
        **{
            "lines-TOTAL_FORMS": "3",
            "lines-0-quantity": "4",
            "lines-0-line_discount_percent": "25",
            "lines-1-type": "item",
            "lines-1-no": "BENCH",
            "lines-1-quantity": "1",
            "lines-1-unit_price": "20.5",
            "lines-2-type": "comment",
            "lines-2-description": "Handle with care",
        },
    )
    amounts = list(order.lines.order_by("line_no").values_list("description", "amount"))
    assert amounts == [
        ("Oak bench", Decimal(300)),
        ("Oak bench", Decimal("20.5")),
        ("Handle with care", Decimal(0)),
    ]
    save(order_processor, order, **{"lines-0-DELETE": "on", "invoice_discount_amount": "0.5"})
    order.refresh_from_db()
    assert (order.lines.count(), order.amount) == (2, Decimal(20))


def test_a_refused_line_says_so_where_it_was_entered_and_nothing_is_saved(
    order_processor: Client, order: SalesHeader
) -> None:
    new = {"lines-TOTAL_FORMS": "2", "lines-1-type": "item", "lines-1-no": "NONE", "lines-1-quantity": "1"}
    answer = save(order_processor, order, your_reference="PO 7", **new)
    order.refresh_from_db()
    row = answer.split('id="lines-0"')[1].split('id="lines-2"')[0]
    assert "NONE" in row.split('value="NONE"')[0]  # the sentence stands above the field
    assert 'value="PO 7"' in answer
    assert '<a href="#id_lines-1-no">Lines, No.</a>' in answer  # at the top of the page
    assert (order.your_reference, order.lines.count()) == ("ORD-7", 1)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    order_processor: Client, order: SalesHeader
) -> None:
    values = form_values(order_processor.get(card(order)), "salesorder_form", your_reference="mine")
    save(order_processor, order, your_reference="theirs")
    answer = order_processor.post(card(order), values).content.decode()
    order.refresh_from_db()
    assert order.your_reference == "theirs"
    assert "Read it again" in answer


def test_releasing_saves_what_was_entered_and_shows_the_lines_to_read(
    order_processor: Client, order: SalesHeader
) -> None:
    page = save(order_processor, order, action="release", your_reference="PO 7")
    order.refresh_from_db()
    assert (order.status, order.your_reference) == ("released", "PO 7")
    assert 'name="lines-0-no"' not in page
    assert 'name="lines-0-qty_to_ship"' in page
    assert 'name="sell_to_customer"' not in page
    assert 'value="reopen"' in page
    save(order_processor, order, action="reopen", external_document_no="X1")
    order.refresh_from_db()
    assert (order.status, order.external_document_no) == ("open", "X1")
    save(order_processor, order)
    history = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    said = ["Changed Your Reference.", "Release", "Changed External Document No..", "Reopen"]
    assert [LogEntry(change_message=text).get_change_message() for text in history] == said


def test_an_order_that_cannot_be_released_says_why_and_stays_open(
    order_processor: Client, order: SalesHeader
) -> None:
    answer = save(order_processor, order, action="release", **{"lines-0-quantity": "0"})
    order.refresh_from_db()
    assert "There is nothing to release" in answer
    assert (order.status, order.amount) == ("open", Decimal(1000))


def test_several_orders_are_released_on_the_list(order_processor: Client, order: SalesHeader) -> None:
    empty = document()
    chosen = {"action": "release", "_selected_action": [str(order.pk), str(empty.pk)]}
    answer = order_processor.post(LIST, chosen, follow=True).content.decode()
    assert f"{empty.no}: There is nothing to release" in answer
    assert "1 document is released." in answer


def test_each_kind_of_document_has_its_list(order_processor: Client, order: SalesHeader) -> None:
    assert order.no in order_processor.get(LIST).content.decode()
    for kind in ("salesquote", "salesinvoice", "salescreditmemo"):
        assert order.no not in order_processor.get(f"/admin/erp/{kind}/").content.decode()
        other = reverse(f"admin:erp_{kind}_change", args=[order.pk])
        assert order_processor.get(other).status_code == 302


@pytest.mark.parametrize("found", ["acme", "PO 7", "CUST-REF"])
def test_orders_are_found_by_customer_and_references(
    order_processor: Client, order: SalesHeader, found: str
) -> None:
    save(order_processor, order, your_reference="PO 7", external_document_no="cust-ref")
    assert order.no in order_processor.get(LIST, {"q": found}).content.decode()


def test_the_list_asks_the_same_number_of_queries_for_many(
    order_processor: Client, order: SalesHeader
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            order_processor.get(LIST)
        return len(asked)

    queries()  # warms what is kept
    few = queries()
    for _number in range(5):
        document(item("BENCH"))
    assert queries() == few


def test_a_card_asks_the_same_number_of_queries_for_many_lines(
    order_processor: Client, order: SalesHeader
) -> None:
    def queries(header: SalesHeader) -> int:
        with CaptureQueriesContext(connection) as asked:
            order_processor.get(card(header))
        return len(asked)

    queries(order)  # warms what is kept
    assert queries(document(*[item("BENCH")] * 20)) == queries(order)


def test_a_viewer_reads_an_order_and_changes_nothing(viewer: Client, order: SalesHeader) -> None:
    page = viewer.get(card(order)).content.decode()
    assert "Oak bench" in page
    assert "1,000.00" in page
    for button in ("_save", "release", "deletelink", "lines-0-quantity"):
        assert f'"{button}"' not in page
    assert viewer.post(card(order), {"action": "release"}).status_code == 403


def test_what_can_be_sold_is_offered_by_type(order_processor: Client, order: SalesHeader) -> None:
    def offered(**query: Any) -> Any:
        return order_processor.get("/admin/sales-line-products/", query).json()["results"]

    assert offered(type="item", term="oak") == [{"id": "BENCH", "text": "Oak bench"}]
    assert offered(type="resource", term="oak") == []
    assert offered(type="comment", term="oak") == []


def test_the_role_center_counts_open_and_released_orders(order_processor: Client, order: SalesHeader) -> None:
    home = order_processor.get("/admin/").context["tiles"]
    counts = {str(tile.label): tile.figure for tile in home}
    assert (counts["Sales Orders - Open"], counts["Sales Orders - Released"]) == (1, 0)


def test_numbers_are_shown_and_read_as_the_reader_writes_them(
    order_processor: Client, order: SalesHeader
) -> None:
    order_processor.cookies["django_language"] = "nb"
    page = order_processor.get(card(order))
    values = form_values(page, "salesorder_form")
    order_processor.post(card(order), values)
    before = order.row_version
    order.refresh_from_db()
    assert order.row_version == before  # nothing was changed by being shown
    save(order_processor, order, **{"lines-0-quantity": "1 000,5", "lines-0-unit_price": "1 234,56"})
    line = order.lines.get()
    assert (line.quantity, line.unit_price) == (Decimal("1000.5"), Decimal("1234.56"))
