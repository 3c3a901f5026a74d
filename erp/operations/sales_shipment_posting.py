"""Writes the posted shipment of an order."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from erp import events
from erp.models import InventorySetup, SalesHeader, SalesLine, SalesShipmentHeader, SalesShipmentLine
from erp.models.statements import new_values
from erp.operations.copied_values import copied_values
from erp.operations.number_records import number_rows
from erp.operations.post_item_changes import Shortage
from erp.operations.sales_posting_lines import LineToPost, posted_lines
from erp.operations.sales_stock import post_stock
from erp.operations.write_rows import insert_rows


def post_shipment(
    order: SalesHeader,
    lines: Sequence[SalesLine],
    to_post: Sequence[LineToPost],
    *,
    setup: InventorySetup,
) -> tuple[SalesShipmentHeader, Sequence[Shortage]]:
    """Writes the shipment, its stock entries and the quantities of the lines (unsaved); others hear of it."""
    shipment = _new(order)
    values = {one.line.id: _values(order, one) for one in to_post if one.ship}
    shortages = post_stock(
        [(one.line, one.ship) for one in to_post],
        setup=setup,
        document_no=shipment.no,
        posting_date=order.posting_date,
    )
    insert_rows([shipment])
    insert_rows(list(posted_lines(SalesShipmentLine, lines, values, shipment.id)))
    for one in to_post:
        one.line.quantity_shipped += one.ship
    order.last_shipping_no, order.last_shipment_date = shipment.no, order.posting_date
    events.sales_shipment_posted.send(
        sender=SalesShipmentHeader, shipment_id=shipment.id, shipment_no=shipment.no, order_id=order.id
    )
    return shipment, shortages


def _new(order: SalesHeader) -> SalesShipmentHeader:
    rows: list[dict[str, str]] = [{}]
    number_rows(model=SalesShipmentHeader, rows=rows)
    copied = copied_values(order, SalesShipmentHeader, without=("no",))
    own = {"no": rows[0]["no"], "order_no": order.no, "order_id": order.id}
    return SalesShipmentHeader(**(new_values(SalesShipmentHeader) | copied | own))


def _values(order: SalesHeader, one: LineToPost) -> dict[str, Any]:
    return {
        "quantity": one.ship,
        "quantity_invoiced": Decimal(0),
        "order_no": order.no,
        "order_id": order.id,
        "order_line_id": one.line.id,
        "order_line_no": one.line.line_no,
    }
