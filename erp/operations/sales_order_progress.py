"""What becomes of orders when they are shipped or invoiced: less is left, or nothing and the order goes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from erp.models import SalesHeader, SalesLine, SalesLineType, SalesShipmentLine
from erp.operations.archive_sales_document import archive_locked, is_archived_when_gone
from erp.operations.delete_record import delete_record
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where
from erp.operations.sales_document_lines import attributes, lock_lines, write_lines
from erp.operations.sales_document_totals import compute_outstanding
from erp.operations.sales_line_quantities import quantities_left
from erp.operations.sales_line_rejections import LINES
from erp.operations.sales_posting_lines import LineToPost
from erp.operations.write_rows import update_rows


@dataclass(kw_only=True)
class LockedOrder:
    """An order with its lines as they are worked on, and with their attributes as they are stored."""

    header: SalesHeader
    lines: list[SalesLine]
    before: dict[UUID, dict[str, Any]]


def locked_order(header: SalesHeader, lines: Sequence[SalesLine]) -> LockedOrder:
    """Remembers what is stored of a locked order."""
    return LockedOrder(header=header, lines=list(lines), before={line.id: attributes(line) for line in lines})


def lock_headers(record_id: UUID) -> None:
    """Locks a document together with the orders from whose shipments it is made, in the one order of ids."""
    shipped = SalesLine.objects.filter(document=record_id).values("shipment_line")
    orders = SalesShipmentLine.objects.filter(id__in=shipped).values_list("order_id", flat=True)
    lock_where(SalesHeader, Q(id__in=[record_id, *orders.distinct().order_by()]))


def lock_orders_of(to_post: Sequence[LineToPost]) -> list[LockedOrder]:
    """Locks the orders from whose shipments the lines of an invoice come.

    Raises RecordRejected when more would be invoiced than was shipped and is not invoiced yet.
    """
    linked = {one.line.shipment_line_id: one for one in to_post if one.line.shipment_line_id}
    if not linked:
        return []
    order_ids = SalesShipmentLine.objects.filter(id__in=linked).values_list("order_id", flat=True)
    headers = lock_where(SalesHeader, Q(id__in=list(order_ids)))
    orders = [locked_order(header, lock_lines(header)) for header in headers]
    for shipped in lock_where(SalesShipmentLine, Q(id__in=linked)):
        left = shipped.quantity - shipped.quantity_invoiced
        one = linked[shipped.id]
        if one.invoice > left:
            raise RecordRejected(
                table=LINES,
                index=to_post.index(one),
                field="quantity",
                code="more_than_left",
                params={"value": f"{one.invoice.normalize():f}", "left": f"{left.normalize():f}"},
            )
    return orders


def invoice_order_lines(orders: Iterable[LockedOrder], quantities: Mapping[UUID, Decimal]) -> None:
    """Adds what is invoiced now, by id of the order line, to lines that are not saved yet."""
    for order in orders:
        for line in order.lines:
            line.quantity_invoiced += quantities.get(line.id, Decimal(0))


def mark_shipments_invoiced(to_post: Sequence[LineToPost]) -> dict[UUID, Decimal]:
    """Writes what of the shipment lines of an invoice is invoiced; returns it by id of the order line."""
    wanted = {one.line.shipment_line_id: one.invoice for one in to_post if one.line.shipment_line_id}
    quantities: dict[UUID, Decimal] = defaultdict(Decimal)
    shipped = lock_where(SalesShipmentLine, Q(id__in=wanted)) if wanted else []
    for line in shipped:
        line.quantity_invoiced += wanted[line.id]
        if line.order_line_id:
            quantities[line.order_line_id] += wanted[line.id]
    update_rows(shipped, ["quantity_invoiced"])
    return quantities


def mark_oldest_shipments_invoiced(to_post: Sequence[LineToPost]) -> dict[UUID, Decimal]:
    """Writes what of an order's shipments is invoiced with the order, the oldest first.

    Returns what is invoiced by id of the order line.
    """
    quantities = {one.line.id: one.invoice for one in to_post if one.invoice}
    left = dict(quantities)
    condition = Q(order_line_id__in=list(left), quantity_invoiced__lt=F("quantity"))
    changed = []
    for line in lock_where(SalesShipmentLine, condition):
        wanted = left.get(line.order_line_id, Decimal(0)) if line.order_line_id else Decimal(0)
        part = min(wanted, line.quantity - line.quantity_invoiced)
        if line.order_line_id and part > 0:
            line.quantity_invoiced += part
            left[line.order_line_id] -= part
            changed.append(line)
    update_rows(changed, ["quantity_invoiced"])
    return quantities


def write_progress(order: LockedOrder) -> bool:
    """Writes what is left of an order; True if nothing is, because everything is invoiced: it may go."""
    selling = [line for line in order.lines if line.type != SalesLineType.COMMENT and line.quantity]
    if selling and all(line.quantity_invoiced == line.quantity for line in selling):
        return True
    for line in selling:
        for name, value in quantities_left(line).items():
            setattr(line, name, value)
    compute_outstanding(order.header, order.lines)
    write_lines(order.lines, order.before)
    columns = ("last_shipping_no", "last_posting_no", "last_shipment_date", "posting_date", "currency_factor")
    update_rows([order.header], columns)
    return False


def delete_invoiced(order: LockedOrder) -> None:
    """Deletes an order of which nothing is left; Sales & Receivables Setup says whether a version is kept."""
    if is_archived_when_gone(order.header.document_type):
        archive_locked(order.header, order.lines)
    delete_record(model=SalesHeader, record_id=order.header.id)
