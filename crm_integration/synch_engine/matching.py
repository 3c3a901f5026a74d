"""Finds the CRM record that an uncoupled ERP record is, by the match fields of the mapping.

Groups of rows are tried in the order of their priority; within a group every field must agree. Only a match
that is unique on both sides counts: one ERP record, one CRM record inside the filter, not coupled yet.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.plan import Options, RecordState
from crm_integration.synch_engine.reader.counts import odata_filter
from crm_integration.synch_engine.reader.crm_rows import state_of_row
from crm_integration.synch_engine.reader.erp_records import inside_filter
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.table_mapping.conversion import convert, is_unit
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.filters import literal
from crm_integration.table_mapping.problem import Problem
from crm_integration.table_mapping.values import LookupValue, Value, canonical
from erp.queries.table_fields import ErpField, table_fields

RECORDS_PER_REQUEST = 25
Key = Mapping[str, Value]


@dataclass(frozen=True)
class Match:
    erp: RecordState
    crm: RecordState


def match_groups(context: MappingContext) -> list[list[FieldRow]]:
    """Returns the rows to match on, by priority; 0 is the highest."""
    rows = sorted(
        (row for row in context.field_rows if row.use_for_match), key=lambda row: row.match_priority
    )
    return [list(group) for _, group in groupby(rows, key=lambda row: row.match_priority)]


def find_matches(context: MappingContext, records: Sequence[RecordState]) -> list[Match]:
    """Returns what was found for uncoupled ERP records. Raises DataverseError."""
    planning = Planning(context, Options())
    planning.references.prepare(records, [])
    found: list[Match] = []
    open_records = list(records)
    for rows in match_groups(context):
        for start in range(0, len(open_records), RECORDS_PER_REQUEST):
            found += _match(context, planning, rows, open_records[start : start + RECORDS_PER_REQUEST])
        done = {match.erp.id for match in found}
        open_records = [record for record in open_records if record.id not in done]
    return found


def _match(
    context: MappingContext, planning: Planning, rows: Sequence[FieldRow], records: Sequence[RecordState]
) -> list[Match]:
    keys = {record.id: key for record in records if (key := _key(context, planning, rows, record))}
    if not keys:
        return []
    candidates = _candidates(context, rows, list(keys.values()))
    taken = _coupled(context, [candidate.id for candidate in candidates])
    matched = []
    for record in records:
        fitting = [crm for crm in candidates if record.id in keys and _agree(rows, keys[record.id], crm)]
        if len(fitting) == 1 and fitting[0].id not in taken:
            matched.append(Match(record, fitting[0]))
    return _unique_in_erp(context, rows, matched)


def _key(
    context: MappingContext, planning: Planning, rows: Sequence[FieldRow], record: RecordState
) -> Key | None:
    """Returns what the CRM's columns should hold; blank fields do not count, nothing to go by is None."""
    related = planning.prepared
    key: dict[str, Value] = {}
    for row in rows:
        value = convert(
            record.values.get(row.erp_field),
            row=row,
            to=Side.CRM,
            facts=context.facts,
            related=related,
            record=record.values,
        )
        if isinstance(value, Problem):
            return None
        if canonical(value) is not None:
            key[row.crm_column] = value
    return key or None


def _candidates(context: MappingContext, rows: Sequence[FieldRow], keys: Sequence[Key]) -> list[RecordState]:
    wanted = " or ".join("(" + " and ".join(_term(*item) for item in key.items()) + ")" for key in keys)
    inside = odata_filter(context)
    text = f"({inside}) and ({wanted})" if inside else wanted
    pages = context.client.pages(context.entity_set, select=context.crm_columns, filter=text)
    states = (state_of_row(context, row) for page in pages for row in page.rows)
    return [state for state in states if matches(context.mapping.crm_filter, state.values)]


def _term(column: str, value: Value) -> str:
    if isinstance(value, LookupValue):
        return f"_{column}_value eq {value.id}"
    return f"{column} eq {literal(value)}"


def _agree(rows: Sequence[FieldRow], key: Key, crm: RecordState) -> bool:
    return all(
        _same(key[row.crm_column], crm.values.get(row.crm_column), is_case_sensitive=row.is_case_sensitive)
        for row in rows
        if row.crm_column in key
    )


def _same(wanted: Value, actual: object, *, is_case_sensitive: bool) -> bool:
    known, found = canonical(wanted), canonical(actual)
    if not isinstance(known, str) or not isinstance(found, str):
        return known == found
    known, found = known.rstrip(), found.rstrip()  # the CRM's equality knows no trailing blanks
    return known == found if is_case_sensitive else known.casefold() == found.casefold()


def _coupled(context: MappingContext, ids: Sequence[UUID]) -> set[UUID]:
    known = Coupling.objects.filter(
        crm_table=context.mapping.crm_table, erp_table=context.mapping.erp_table, crm_id__in=ids
    )
    return set(known.values_list("crm_id", flat=True))


def _unique_in_erp(
    context: MappingContext, rows: Sequence[FieldRow], matched: Sequence[Match]
) -> list[Match]:
    """Leaves out a CRM record that several ERP records would match."""
    times = Counter(match.crm.id for match in matched)
    return [match for match in matched if times[match.crm.id] == 1 and _is_alone(context, rows, match.erp)]


def _is_alone(context: MappingContext, rows: Sequence[FieldRow], record: RecordState) -> bool:
    fields = table_fields(context.mapping.erp_table)
    key: dict[str, Any] = {}
    for row in rows:
        value = record.values.get(row.erp_field)
        if value not in ("", None):
            key[_condition(fields[row.erp_field], row)] = value
        elif is_unit(row, context.facts):  # a blank unit is one, too
            key[f"{fields[row.erp_field].attname}__isnull"] = True
    return not inside_filter(context).filter(**key).exclude(id=record.id).exists()


def _condition(field: ErpField, row: FieldRow) -> str:
    is_exact = row.is_case_sensitive or field.type != "text" or field.related_table
    return field.attname if is_exact else f"{field.attname}__iexact"
