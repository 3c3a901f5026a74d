"""The lines of an order with how far each has come; of one that is gone, as they were posted."""

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from crm_integration.document_flow.order_life.journey_facts import ZERO, LineFact
from erp.models import SalesHeader, SalesInvoiceLine, SalesLine, SalesLineType, SalesShipmentLine

# Comments are on each of the documents.
SOLD = Q(order_line_id__isnull=False) & ~Q(type=SalesLineType.COMMENT)


@dataclass(frozen=True)
class JourneyLine:
    """Quantities are in the line's unit; ``amount`` is without VAT, in the order's currency."""

    line_no: int
    type: str
    no: str
    description: str
    unit: str
    quantity: Decimal
    shipped: Decimal = ZERO
    invoiced: Decimal = ZERO
    amount: Decimal = ZERO

    @property
    def sells(self) -> bool:
        return self.type != SalesLineType.COMMENT and bool(self.quantity)

    @property
    def outstanding(self) -> Decimal:
        return self.quantity - self.shipped

    @property
    def fact(self) -> LineFact:
        return LineFact(self.unit, self.quantity, self.shipped, self.invoiced)


def read_lines(order_id: UUID, order: SalesHeader | None) -> list[JourneyLine]:
    """In the order of their numbers."""
    if order is None:
        return _posted_lines(order_id)
    return [
        replace(
            _line(line, line.line_no),
            shipped=line.quantity_shipped,
            invoiced=line.quantity_invoiced,
            amount=line.amount,
        )
        for line in order.lines.order_by("line_no")
    ]


def _posted_lines(order_id: UUID) -> list[JourneyLine]:
    """Of an invoice that was cancelled nothing counts as invoiced."""
    lines: dict[int, JourneyLine] = {}
    for shipped in SalesShipmentLine.objects.filter(SOLD, order_id=order_id):
        known = lines.get(shipped.order_line_no) or _line(shipped, shipped.order_line_no)
        lines[known.line_no] = replace(known, shipped=known.shipped + shipped.quantity)
    for invoiced in SalesInvoiceLine.objects.filter(SOLD, order_id=order_id, document__cancelled=False):
        known = lines.get(invoiced.order_line_no) or _line(invoiced, invoiced.order_line_no)
        lines[known.line_no] = replace(
            known, invoiced=known.invoiced + invoiced.quantity, amount=known.amount + invoiced.amount
        )
    return [replace(lines[no], quantity=max(lines[no].shipped, lines[no].invoiced)) for no in sorted(lines)]


def _line(line: SalesLine | SalesShipmentLine | SalesInvoiceLine, line_no: int) -> JourneyLine:
    return JourneyLine(
        line_no=line_no,
        type=line.type,
        no=line.no,
        description=" ".join(part for part in (line.description, line.description_2) if part),
        unit=line.unit_of_measure_id or "",
        quantity=line.quantity,
    )
