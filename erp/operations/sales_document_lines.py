"""Writes the lines of a sales document as a whole: what is new, what has changed and what is gone."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from erp.models import SalesHeader, SalesLine
from erp.operations.assign_values import assign
from erp.operations.delete_where import delete_where
from erp.operations.errors import RecordMissing, RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.sales_document_totals import compute_amounts
from erp.operations.sales_line_plan import PlannedLine, plan_lines
from erp.operations.sales_line_quantities import complete_quantities
from erp.operations.sales_line_rejections import line_rejected
from erp.operations.sales_line_values import complete_lines
from erp.operations.write_rows import insert_rows, update_rows
from erp.queries.rounding_precision import rounding_precision
from erp.queries.table_fields import table_fields

FREE_WHEN_RELEASED = {
    "qty_to_ship",
    "qty_to_invoice",
    "outstanding_quantity",
    "shipment_date",
    "requested_delivery_date",
}


def lock_document(
    record_id: UUID, expected_version: int | None = None
) -> tuple[SalesHeader, list[SalesLine]]:
    """Returns a document and its lines by line number, locked; the header comes first for everybody.

    Raises RecordMissing, RecordChanged.
    """
    versions = {} if expected_version is None else {record_id: expected_version}
    locked = lock_where(SalesHeader, Q(id=record_id))
    (header,) = pick(locked, [record_id], model=SalesHeader, expected_versions=versions)
    return header, lock_lines(header)


def lock_document_of_line(
    line_id: UUID, expected_version: int | None = None
) -> tuple[SalesHeader, list[SalesLine]]:
    """The same for the document that a line of the expected version belongs to."""
    document_id = SalesLine.objects.filter(id=line_id).values_list("document_id", flat=True).first()
    if document_id is None:
        raise RecordMissing(table="sales_line", record_id=line_id)
    header, lines = lock_document(document_id)
    versions = {} if expected_version is None else {line_id: expected_version}
    pick(lines, [line_id], model=SalesLine, expected_versions=versions)
    return header, lines


def lock_lines(header: SalesHeader) -> list[SalesLine]:
    """Returns the lines of a locked document by line number, locked."""
    return sorted(lock_where(SalesLine, Q(document=header.id)), key=lambda line: line.line_no)


def build_lines(
    header: SalesHeader,
    rows: Sequence[Mapping[str, Any]],
    current: Sequence[SalesLine],
    *,
    reprice: bool = False,
) -> list[SalesLine]:
    """Returns the lines of an open document as the rows want them, with all amounts; nothing is written.

    Sets the totals of the header. Raises RecordRejected, RecordMissing.
    """
    precision = rounding_precision(header.currency_id or "")
    planned = plan_lines(header, rows, current)
    complete_lines(header, planned, precision=precision, reprice=reprice)
    for one in planned:
        assign(one.line, one.row)
    lines = sorted((one.line for one in planned), key=lambda line: line.line_no)
    compute_amounts(header, lines, precision)
    return lines


def change_released_lines(
    header: SalesHeader, rows: Sequence[Mapping[str, Any]], current: Sequence[SalesLine]
) -> list[SalesLine]:
    """Returns the lines of a released document, of which only quantities to post and dates may change.

    A line that no row names stays as it is. Raises RecordRejected, RecordMissing.
    """
    for one in plan_lines(header, rows, current):
        complete_quantities(header, one)
        _refuse_when_released(one, assign(one.line, one.row))
    return list(current)


def write_lines(lines: Sequence[SalesLine], before: Mapping[UUID, Mapping[str, Any]]) -> bool:
    """Writes lines; ``before`` holds the attributes of those that were there. Returns whether any changed."""
    kept = {line.id for line in lines}
    gone = [record_id for record_id in before if record_id not in kept]
    if gone:
        delete_where(SalesLine, Q(id__in=gone))
    changes = {line.id: _changed(line, before[line.id]) for line in lines if line.id in before}
    changed = [line for line in lines if changes.get(line.id)]
    names = set().union(*changes.values())
    fields = table_fields("sales_line").values()
    update_rows(changed, [field.name for field in fields if field.attname in names])
    new = [line for line in lines if line.id not in before]
    insert_rows(new)
    return bool(gone or changed or new)


def attributes(line: SalesLine) -> dict[str, Any]:
    """Returns the values of a line by attribute, to be compared with later ones."""
    return {field.attname: getattr(line, field.attname) for field in SalesLine._meta.concrete_fields}


def _changed(line: SalesLine, before: Mapping[str, Any]) -> set[str]:
    return {name for name, value in attributes(line).items() if value != before[name]}


def refuse_lost_lines(lines: Sequence[SalesLine], current: Sequence[SalesLine]) -> None:
    """Raises RecordRejected when a line that was shipped or invoiced would be deleted."""
    kept = {line.id for line in lines}
    for index, line in enumerate(current):
        if line.id not in kept and (line.quantity_shipped or line.quantity_invoiced):
            raise RecordRejected(
                table="sales_line", index=index, field="line_no", code="line_is_shipped", params={}
            )


def _refuse_when_released(one: PlannedLine, changed: set[str]) -> None:
    forbidden = sorted(changed - FREE_WHEN_RELEASED)
    if one.is_new or forbidden:
        raise line_rejected(one.index, forbidden[0] if forbidden else "line_no", "document_released")
