"""Takes lines of posted shipments into an invoice, from one order or from several."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import (
    SalesDocumentStatus,
    SalesDocumentType,
    SalesHeader,
    SalesLine,
    SalesLineType,
    SalesShipmentHeader,
    SalesShipmentLine,
)
from erp.models.statements import new_values
from erp.operations.copied_values import copied_values
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.sales_customer_defaults import TABLE
from erp.operations.sales_document_lines import attributes, lock_document, write_lines
from erp.operations.sales_document_totals import compute_amounts
from erp.operations.sales_invoice_parts import NOTHING, Parts, invoiced_parts, next_parts, parts_of
from erp.operations.sales_line_plan import STEP
from erp.operations.write_rows import update_rows
from erp.queries.rounding_precision import rounding_precision

_SAME: Final = {
    "sell_to_customer_id": "sell_to_customer_no",
    "bill_to_customer_id": "bill_to_customer_no",
    "currency_id": "currency_code",
    "prices_including_vat": "prices_including_vat",
    "vat_bus_posting_group_id": "vat_bus_posting_group",
}


@transaction.atomic
def get_shipment_lines(*, record_id: UUID, shipment_line_ids: Collection[UUID]) -> SalesHeader:
    """Adds what is not invoiced yet of shipment lines to an open invoice, and returns it.

    Prices and discounts are those of the order; its invoice discount goes along in proportion. Raises
    RecordRejected for a shipment with another customer, currency or kind of prices, or with nothing left to
    invoice; RecordMissing.
    """
    header, current = lock_document(record_id)
    _refuse_other_documents(header)
    locked = lock_where(SalesShipmentLine, Q(id__in=list(shipment_line_ids)))
    shipped = pick(locked, list(shipment_line_ids), model=SalesShipmentLine)
    shipments = SalesShipmentHeader.objects.in_bulk({line.document_id for line in shipped})
    for shipment in shipments.values():
        _refuse_other_terms(header, shipment)
    wanted = [line for line in shipped if line.quantity > line.quantity_invoiced]
    if not wanted:
        raise RecordRejected(table=TABLE, index=0, field="", code="nothing_to_post")
    before = {line.id: attributes(line) for line in current}
    new = _lines_of(header, wanted, shipments, after=max((line.line_no for line in current), default=0))
    lines = [*current, *new]
    compute_amounts(header, lines, rounding_precision(header.currency_id or ""))
    write_lines(lines, before)
    update_rows([header], ["amount", "amount_including_vat", "invoice_discount_amount"])
    return header


def _refuse_other_documents(header: SalesHeader) -> None:
    if header.document_type != SalesDocumentType.INVOICE:
        raise RecordRejected(table=TABLE, index=0, field="document_type", code="not_an_invoice")
    if header.status != SalesDocumentStatus.OPEN:
        raise RecordRejected(table=TABLE, index=0, field="lines", code="document_released")


def _refuse_other_terms(header: SalesHeader, shipment: SalesShipmentHeader) -> None:
    for attname, name in _SAME.items():
        if getattr(header, attname) != getattr(shipment, attname):
            params = {"value": shipment.no}
            raise RecordRejected(table=TABLE, index=0, field=name, code="other_shipment", params=params)


def _lines_of(
    header: SalesHeader,
    shipped: Sequence[SalesShipmentLine],
    shipments: Mapping[UUID, SalesShipmentHeader],
    *,
    after: int,
) -> list[SalesLine]:
    """Unsaved lines: for each shipment a comment that names it, then its lines."""
    parts = _parts(header, shipped)
    lines: list[SalesLine] = []
    for document_id, members in groupby(shipped, key=lambda line: line.document_id):
        text = f"{shipments[document_id]._meta.verbose_name} {shipments[document_id].no}"[:100]
        lines.append(_new(header, {"type": SalesLineType.COMMENT.value, "description": text}))
        for shipment_line in members:
            lines.append(_of_shipment(header, shipment_line, parts[shipment_line.id]))
            header.invoice_discount_amount += parts[shipment_line.id].inv_discount
    for number, line in enumerate(lines, start=1):
        line.line_no = after + number * STEP
    return lines


def _of_shipment(header: SalesHeader, line: SalesShipmentLine, parts: Parts) -> SalesLine:
    quantity = line.quantity - line.quantity_invoiced
    own = {
        "quantity": quantity,
        "qty_to_invoice": quantity,
        "quantity_invoiced": Decimal(0),
        "line_discount_amount": parts.line_discount,
        "shipment_line_id": line.id,
    }
    copied = copied_values(line, SalesLine, without=("attached_to_line_no",))
    return _new(header, {**copied, **own})


def _new(header: SalesHeader, values: Mapping[str, Any]) -> SalesLine:
    return SalesLine(**(new_values(SalesLine) | dict(values) | {"document_id": header.id}))


def _parts(header: SalesHeader, shipped: Sequence[SalesShipmentLine]) -> dict[UUID, Parts]:
    """What of the amounts of their order lines goes with the shipment lines, by id."""
    included = header.prices_including_vat
    precision = rounding_precision(header.currency_id or "").amount
    order_lines = SalesLine.objects.in_bulk({line.order_line_id for line in shipped if line.order_line_id})
    done = invoiced_parts(order_lines, prices_including_vat=included)
    taken: dict[UUID, Decimal] = defaultdict(Decimal)
    found = {}
    for line in shipped:
        order_line = order_lines[line.order_line_id]  # type: ignore[index]
        before = done.get(order_line.id, NOTHING)
        taken[order_line.id] += line.quantity - line.quantity_invoiced
        found[line.id] = next_parts(
            parts_of(order_line, prices_including_vat=included),
            before,
            upto=order_line.quantity_invoiced + taken[order_line.id],
            of=order_line.quantity,
            precision=precision,
        )
        done[order_line.id] = before + found[line.id]
    return found
