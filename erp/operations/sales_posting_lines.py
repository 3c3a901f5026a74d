"""How much of each line of a sales document is shipped and invoiced when it is posted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from erp.models import ErpRecord, SalesDocumentType, SalesHeader, SalesLine, SalesLineType
from erp.models.statements import new_values
from erp.operations.copied_values import copied_values
from erp.operations.errors import RecordRejected
from erp.operations.sales_customer_defaults import TABLE

Posted = TypeVar("Posted", bound=ErpRecord)


@dataclass(frozen=True, kw_only=True)
class LineToPost:
    """A line that sells something, with what of it is posted now, in its unit."""

    line: SalesLine
    ship: Decimal
    invoice: Decimal


def lines_to_post(
    header: SalesHeader, lines: Sequence[SalesLine], *, ship: bool, invoice: bool
) -> list[LineToPost]:
    """Returns the lines of which something is posted; raises RecordRejected when there are none.

    Of an order, no more is invoiced than is shipped, now or before; other documents are invoiced as a whole.
    """
    of_line = _of_order_line if header.document_type == SalesDocumentType.ORDER else _of_other_line
    planned = [
        of_line(line, ship=ship, invoice=invoice) for line in lines if line.type != SalesLineType.COMMENT
    ]
    found = [one for one in planned if one.ship or one.invoice]
    if not found:
        raise RecordRejected(table=TABLE, index=0, field="", code="nothing_to_post")
    return found


def posted_lines(
    model: type[Posted],
    lines: Sequence[SalesLine],
    values: Mapping[UUID, Mapping[str, Any]],
    document_id: UUID,
) -> Iterator[Posted]:
    """Yields unsaved lines of a posted document: those that have values by id, and comments on them."""
    numbers = {line.line_no for line in lines if line.id in values} | {0}
    for line in lines:
        is_comment = line.type == SalesLineType.COMMENT and line.attached_to_line_no in numbers
        if line.id in values or is_comment:
            copied = copied_values(line, model)
            own = {"document_id": document_id, **values.get(line.id, {})}
            yield model(**(new_values(model) | copied | own))


def _of_order_line(line: SalesLine, *, ship: bool, invoice: bool) -> LineToPost:
    to_ship = line.qty_to_ship if ship else Decimal(0)
    shipped = line.quantity_shipped + to_ship - line.quantity_invoiced
    to_invoice = min(line.qty_to_invoice, shipped) if invoice else Decimal(0)
    return LineToPost(line=line, ship=to_ship, invoice=to_invoice)


def _of_other_line(line: SalesLine, *, ship: bool, invoice: bool) -> LineToPost:
    return LineToPost(line=line, ship=Decimal(0), invoice=line.quantity if invoice else Decimal(0))
