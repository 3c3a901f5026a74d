"""Posting: what is shipped and invoiced, in parts and together, and nothing of it when something fails."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from erp import events
from erp.models import (
    Customer,
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    InventorySetup,
    Item,
    ItemLedgerEntry,
    SalesHeader,
    SalesInvoiceHeader,
    SalesReceivablesSetup,
    SalesShipmentHeader,
)
from erp.operations.create_invoice_of_shipments import create_invoice_of_shipments
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.errors import RecordRejected
from erp.operations.get_shipment_lines import get_shipment_lines
from erp.operations.modify_customers import modify_customers
from erp.operations.modify_items import modify_items
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import PostedSalesDocument, post_sales_document
from erp.operations.reopen_sales_document import reopen_sales_document
from erp.operations.save_setup import save_setup
from erp.queries.item_availability import ItemAvailability, inventory_of_items, item_availability
from erp.queries.table_fields import ERP_TABLES
from tests.erp.sales import FREIGHT, document, item, plains, set_up_sales, values_of

pytestmark = pytest.mark.usefixtures("selling_company")


@pytest.fixture
def selling_company(company: None) -> None:
    set_up_sales()


@pytest.fixture
def told() -> Iterator[list[tuple[str, Any]]]:
    """What was told of releases, shipments and invoices."""
    heard: list[tuple[str, Any]] = []

    def listen(name: str) -> Callable[..., None]:
        return lambda sender, signal, **values: heard.append((name, values))

    signals = {
        "released": events.sales_document_released,
        "shipped": events.sales_shipment_posted,
        "invoiced": events.sales_invoice_posted,
    }
    receivers = {name: listen(name) for name in signals}
    for name, signal in signals.items():
        signal.connect(receivers[name])
    yield heard
    for name, signal in signals.items():
        signal.disconnect(receivers[name])


def post(header: SalesHeader, **values: Any) -> PostedSalesDocument:
    return post_sales_document(record_id=header.id, **values)


def refused(work: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RecordRejected) as caught:
        work(*args, **kwargs)
    return str(caught.value)


def set_quantities(order: SalesHeader, **by_item: Any) -> None:
    """Says how much of which item is posted next, and nothing of the others."""
    rows = [{"id": line.id, "qty_to_ship": by_item.get(line.no, 0)} for line in order.lines.all()]
    modify_sales_document(record_id=order.id, values={}, lines=rows)


def test_an_order_is_shipped_and_invoiced_at_once_and_is_gone(told: list[tuple[str, Any]]) -> None:
    order = document(
        item("BENCH", 1, unit_of_measure_code="BOX"),
        {"type": "comment", "description": "Oak", "attached_to_line_no": 10000},
        {"type": "resource", "no": "KARIN", "quantity": 2},
        {"type": "gl_account", "no": FREIGHT, "quantity": 1, "unit_price": "32.38"},
        your_reference="ORD-7",
        posting_date="2026-03-01",
        due_date="2026-03-31",
    )
    (line, *_others) = order.lines.order_by("line_no")
    posted = post(order)
    shipment, invoice = posted.shipment, posted.invoice
    assert shipment and invoice
    assert (shipment.no, shipment.order_no, shipment.order_id) == ("SH00001", "SO00001", order.id)
    assert (invoice.no, invoice.order_no, invoice.your_reference) == ("PI00001", "SO00001", "ORD-7")
    names = ("type", "no", "quantity", "amount", "order_line_id")
    assert values_of(invoice, *names)[0] == ("item", "BENCH", "1", "1200", line.id)
    assert [row[0] for row in values_of(invoice, "type")] == ["item", "comment", "resource", "gl_account"]
    assert (invoice.amount, invoice.amount_including_vat) == (Decimal("1392.38"), Decimal("1392.38"))
    assert not SalesHeader.objects.exists()
    assert posted.invoiced_order_ids == (order.id,)
    assert inventory_of_items(["BENCH"])["BENCH"] == -12
    assert [(one.item_no, one.inventory) for one in posted.shortages] == [("BENCH", -12)]
    entry = CustomerLedgerEntry.objects.get()
    assert (entry.customer_id, entry.document_no, entry.open, entry.due_date) == (
        "C1",
        "PI00001",
        True,
        date(2026, 3, 31),
    )
    assert entry.details.get().amount == Decimal("1392.38")
    assert [name for name, _values in told] == ["released", "shipped", "invoiced"]
    assert told[2][1]["invoiced_order_ids"] == [order.id]


def test_an_order_is_shipped_first_and_invoiced_as_far_as_it_is_shipped(told: list[tuple[str, Any]]) -> None:
    order = document(item("BENCH", 10), item("LAMP", 5))
    assert "nothing to post" in refused(post, order, ship=False)
    set_quantities(order, BENCH=4)
    assert post(order, invoice=False).invoice is None
    left = ("no", "qty_to_ship", "qty_to_invoice", "quantity_shipped", "outstanding_amount_lcy")
    lines = values_of(order, *left, "shipped_not_invoiced_lcy")
    assert lines[0] == ("BENCH", "6", "10", "4", "600", "400")
    assert "not invoiced" in refused(delete_sales_document, record_id=order.id)
    assert values_of(post(order, ship=False).invoice, "no", "quantity") == [("BENCH", "4")]
    assert post(order).invoiced_order_ids == (order.id,)
    assert [(s.no, s.lines.count()) for s in SalesShipmentHeader.objects.order_by("no")] == [
        ("SH00001", 1),
        ("SH00002", 2),
    ]
    assert ItemLedgerEntry.objects.filter(item__no="BENCH").count() == 2
    assert [name for name, _values in told] == ["released", "shipped", "invoiced", "shipped", "invoiced"]
    assert [values["invoiced_order_ids"] for name, values in told if name == "invoiced"] == [[], [order.id]]


def test_what_was_shipped_and_invoiced_limits_what_may_change() -> None:
    order = document(item("BENCH", 10))
    set_quantities(order, BENCH=4)
    post(order)
    reopen_sales_document(record_id=order.id)
    line = order.lines.get()

    def change(**values: Any) -> SalesHeader:
        return modify_sales_document(record_id=order.id, values={}, lines=[{"id": line.id, **values}])

    assert "less than what was shipped" in refused(change, quantity=3)
    assert "cannot be changed" in refused(change, no="LAMP")
    assert "cannot be changed after the line was invoiced" in refused(change, unit_price=1)
    assert "after it was shipped" in refused(modify_sales_document, record_id=order.id, values={}, lines=[])
    change(quantity=4)
    assert "nothing to post" in refused(post, order)


def test_the_invoices_of_an_order_in_dollars_are_owed_in_dollars() -> None:
    order = document(item("BENCH", 1, "12.55"), customer="C2")
    invoice = post(order).invoice
    assert invoice
    entry = CustomerLedgerEntry.objects.get()
    detail = DetailedCustomerLedgEntry.objects.get()
    assert (entry.currency_id, plains([detail.amount, detail.amount_lcy])) == ("USD", ["12.55", "10.04"])
    assert entry.sales_lcy == Decimal("10.04")


def test_one_invoice_takes_the_shipments_of_several_orders(told: list[tuple[str, Any]]) -> None:
    orders = [
        document(item("BENCH", 3, "33.35", line_discount_percent=5), invoice_discount_amount=1),
        document(item("LAMP", 2), item("BENCH", 1, 50)),
    ]
    set_quantities(orders[1], LAMP=2)
    shipments = [post(order, invoice=False).shipment for order in orders]
    invoice = create_invoice_of_shipments(shipment_ids=[one.id for one in shipments if one])
    names = ("type", "no", "quantity", "line_discount_amount", "inv_discount_amount", "amount")
    assert [row for row in values_of(invoice, *names) if row[0] == "item"] == [
        ("item", "BENCH", "3", "5", "0.83", "94.22"),
        ("item", "LAMP", "2", "0", "0.17", "19.81"),
    ]
    entries = ItemLedgerEntry.objects.count()
    posted = post(invoice)
    assert ItemLedgerEntry.objects.count() == entries
    assert posted.invoiced_order_ids == (orders[0].id,)
    assert set(told[-1][1]["order_ids"]) == {order.id for order in orders}
    assert posted.invoice and posted.invoice.pre_assigned_no == "SI00001"
    # The rest of the second order is invoiced with the order, and nothing twice.
    assert values_of(post(orders[1]).invoice, "no") == [("BENCH",)]
    assert "nothing to post" in refused(
        create_invoice_of_shipments, shipment_ids=[one.id for one in shipments if one]
    )


def test_an_invoice_takes_only_what_was_shipped_to_its_customer_and_once() -> None:
    order = document(item("BENCH", 2))
    shipment = post(order, invoice=False).shipment
    assert shipment
    lines: list[UUID] = [line.id for line in shipment.lines.all()]
    other = document(kind="invoice", customer="C2")
    assert "another" in refused(get_shipment_lines, record_id=other.id, shipment_line_ids=lines)
    invoices = [create_invoice_of_shipments(shipment_ids=[shipment.id]) for _n in range(2)]
    rows = [{"id": line.id, "no": "LAMP"} for line in invoices[0].lines.filter(type="item")]
    changing = {"record_id": invoices[0].id, "values": {}, "lines": rows}
    assert "after it was shipped" in refused(modify_sales_document, **changing)
    post(invoices[0])
    assert "more than what is left: 0" in refused(post, invoices[1])


def test_what_is_ordered_is_in_stock_until_it_is_shipped_but_not_available() -> None:
    document(item("BENCH", 5), kind="quote")
    order = document(item("BENCH", 1, unit_of_measure_code="BOX"), item("BENCH", 3))
    assert item_availability(["BENCH"])["BENCH"] == ItemAvailability(
        inventory=Decimal(0), available=Decimal(-15)
    )
    set_quantities(order)
    modify_sales_document(
        record_id=order.id, values={}, lines=[{"line_no": 10000, "qty_to_ship": 1}, {"line_no": 20000}]
    )
    post(order)
    assert item_availability(["BENCH"])["BENCH"] == ItemAvailability(
        inventory=Decimal(-12), available=Decimal(-15)
    )


def test_an_invoice_without_an_order_takes_from_stock_and_a_credit_memo_brings_back() -> None:
    posted = post(document(item("BENCH", 3), kind="invoice"))
    assert posted.shipment is None and posted.invoice and posted.invoice.amount == 300
    assert inventory_of_items(["BENCH"])["BENCH"] == -3
    memo = post(document(item("BENCH", 1), kind="credit_memo")).credit_memo
    assert memo and (memo.no, memo.amount, memo.pre_assigned_no) == ("PC00001", 100, "SC00001")
    assert inventory_of_items(["BENCH"])["BENCH"] == -2
    assert list(DetailedCustomerLedgEntry.objects.order_by("entry_no").values_list("amount", flat=True)) == [
        300,
        -100,
    ]
    assert not SalesHeader.objects.exists()


def test_who_and_what_is_blocked_since_the_release_is_not_posted() -> None:
    order = document(item("BENCH", 2))
    post_nothing = refused(post, document(item("BENCH", 1), kind="quote"))
    assert "A quote cannot be posted" in post_nothing
    customer = Customer.objects.get(no="C1")
    modify_customers(changes={customer.id: {"blocked": "ship"}})
    assert "C1 is blocked (Ship)" in refused(post, order)
    modify_customers(changes={customer.id: {"blocked": ""}})
    modify_items(changes={Item.objects.get(no="BENCH").id: {"blocked": True}})
    assert "BENCH is blocked" in refused(post, order)


@pytest.mark.parametrize(
    "obstacle",
    [
        lambda: save_setup(model=SalesReceivablesSetup, values={"posted_invoice_nos": ""}),
        lambda: save_setup(model=SalesReceivablesSetup, values={"posted_shipment_nos": ""}),
        lambda: save_setup(model=InventorySetup, values={"prevent_negative_inventory": True}),
    ],
    ids=["no invoice number", "no shipment number", "no stock"],
)
def test_a_failure_at_any_step_leaves_nothing_behind(obstacle: Callable[[], Any]) -> None:
    order = document(item("BENCH", 2))
    obstacle()
    assert refused(post, order)
    order.refresh_from_db()
    assert (order.status, order.row_version) == ("open", 1)
    assert values_of(order, "quantity_shipped", "quantity_invoiced") == [("0", "0")]
    for model in (SalesShipmentHeader, SalesInvoiceHeader, ItemLedgerEntry, CustomerLedgerEntry):
        assert not model.objects.exists()


def test_wherever_posting_breaks_off_nothing_of_it_is_left() -> None:
    order = document(item("BENCH", 2), {"type": "resource", "no": "KARIN", "quantity": 1})
    tables = [model for name, model in ERP_TABLES.items() if name != "no_series_line"]

    def everything() -> list[Any]:
        return [list(model._default_manager.order_by("id").values()) for model in tables]

    before, steps = everything(), 0
    while True:
        steps += 1
        left = iter(range(steps - 1))

        def break_off(left: Iterator[int] = left, **_event: Any) -> None:
            if next(left, None) is None:
                raise ConnectionError

        events.records_written.connect(break_off)
        try:
            post(order)
            break
        except ConnectionError:
            assert everything() == before
        finally:
            events.records_written.disconnect(break_off)
    assert steps > 8
    assert everything() != before
