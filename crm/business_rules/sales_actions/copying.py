"""Copies a document with its lines into another one: what columns both have, with what ties the two."""

from typing import Any, Final

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.sales.documents import Document
from crm.metadata import Column, EntityReference, Table
from crm.metadata.stored_values import stored_value
from crm.models import CrmRecord

# What belongs to the one record, or is worked out anew.
_OWN: Final = frozenset(
    {
        "statecode",
        "statuscode",
        "importsequencenumber",
        "overriddencreatedon",
        "lineitemnumber",
        "stageid",
        "processid",
        "traversedpath",
        "lastbackofficesubmit",
    }
)
# The quantity of a line is the one or the other.
_NUMBERS: Final = frozenset({"Decimal", "Double"})


def copy_document(
    source: CrmRecord, kind: Document, target: Document, *, caller: Caller, **values: Any
) -> CrmRecord:
    """The new document with all lines of the source; ``values`` count first. Raises CrmFault."""
    tie = {} if kind is target else {kind.primary_id: EntityReference(kind.table, source.pk)}
    own = {kind.number, target.number} if kind is not target else {target.number}
    table = metadata.table(target.table)
    copied = _common(source, metadata.table(kind.table), table, leaving=own | {kind.primary_id})
    new = NewRecord({**copied, **tie, **values})
    (created,) = create_records(table=table, records=[new], caller=caller, trusted=True)
    _copy_lines(source, kind, target, created, caller)
    created.refresh_from_db()
    return created


def _copy_lines(
    source: CrmRecord, kind: Document, target: Document, created: CrmRecord, caller: Caller
) -> None:
    lines, table = metadata.table(kind.lines), metadata.table(target.lines)
    rows = lines.model.objects.filter(**{kind.primary_id: source.pk})
    records = [
        NewRecord(_line(row, lines, table, EntityReference(target.table, created.pk), target))
        for row in rows.order_by("lineitemnumber", "sequencenumber", "createdon", "pk")
    ]
    if records:
        create_records(table=table, records=records, caller=caller, trusted=True)


def _line(
    row: CrmRecord, lines: Table, table: Table, document: EntityReference, target: Document
) -> dict[str, Any]:
    leaving = {target.line_state, target.line_lock, "parentbundleidref"}
    values = _common(row, lines, table, leaving=leaving)
    number = stored_value(row, lines.columns["lineitemnumber"])
    values |= {"lineitemnumber": number, target.primary_id: document}
    if lines is not table and lines.primary_id in table.columns:
        values[lines.primary_id] = EntityReference(lines.logical_name, row.pk)
    return values


def _common(source: CrmRecord, kind: Table, target: Table, *, leaving: set[str]) -> dict[str, Any]:
    """What a caller may write of the columns that both tables have."""
    values = {}
    for name, column in target.columns.items():
        known = kind.columns.get(name)
        if known is None or column.read_only or name in leaving | _OWN or name == target.primary_id:
            continue
        value = stored_value(source, known)
        if value is not None and _fits(known, column):
            values[name] = value[: column.max_length] if column.is_text and column.max_length else value
    return values


def _fits(known: Column, column: Column) -> bool:
    return known.type == column.type or {known.type, column.type} <= _NUMBERS
