"""Does many similar writes of a batch at once, which takes a fraction of the time of one by one.

Only plain creations and upserts of records of one table are done so. Whoever calls rolls back and tries
smaller groups when one of the writes is refused; a single request goes the ordinary way.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.errors import DOES_NOT_EXIST, DUPLICATE_ID, CrmFault
from crm.business_rules.privileges import readable
from crm.business_rules.update import Change, update_records
from crm.metadata import Table, table_of_entity_set
from crm.models.fields import new_id
from crm.web_api.annotations import annotate
from crm.web_api.columns import selected_columns
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response
from crm.web_api.payload import parse_object, record_values
from crm.web_api.retrieve import record_response
from crm.web_api.rows import RawRow, RowReader
from odata.query import RECORD_OPTIONS, QueryOptions, parse_query_options

MAX_GROUP: Final = 200
_RECORD: Final = re.compile(
    r"/?(\w{1,100})\(([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)", re.ASCII
)
_SET: Final = re.compile(r"/?(\w{1,100})", re.ASCII)
GroupKey = tuple[str, str, str, str]


@dataclass(frozen=True)
class _Write:
    request: ApiRequest
    id: UUID
    values: Mapping[str, Any]


def group_key(request: ApiRequest) -> GroupKey | None:
    """Requests with the same key may be done at once; None for those that go alone.

    Tables whose records belong to somebody have no rule by which one new record depends on another.
    """
    table = _table(request)
    if table is None or not table.is_owned or "$expand" in request.query:
        return None
    return request.method, table.entity_set, request.query, request.headers.get("prefer", "")


def _table(request: ApiRequest) -> Table | None:
    """The table of which the request creates or upserts a record; None if it does something else."""
    pattern = {"PATCH": _RECORD, "POST": _SET}.get(request.method)
    match = pattern.fullmatch(request.path) if pattern else None
    return table_of_entity_set(match[1]) if match else None


def answer_together(requests: Sequence[ApiRequest]) -> list[ApiResponse]:
    """The answers of writes that share a group key. Raises ODataError if one of them cannot be done."""
    first = requests[0]
    table = _table(first)
    assert table is not None  # noqa: S101 the group key has made sure of it
    options = parse_query_options(first.pairs, allowed=RECORD_OPTIONS)
    writes = [_write(request, table) for request in requests]
    known = _known(table, [write.id for write in writes])
    new = [write for write in writes if write.id not in known]
    _check_conditions(writes, known, table)
    if new:
        records = [NewRecord(values=write.values, id=write.id) for write in new]
        create_records(table=table, records=records, caller=first.caller)
    if known:
        changes = [
            Change(id=write.id, values=write.values, preconditions=write.request.preconditions)
            for write in writes
            if write.id in known
        ]
        update_records(table=table, changes=changes, caller=first.caller)
    return _answers(writes, known, table, options)


def _write(request: ApiRequest, table: Table) -> _Write:
    values = record_values(parse_object(request.body), table, request.root)
    named = values.pop(table.primary_id, None)
    if request.method == "POST":
        return _Write(request, named or new_id(), values)
    identifier = UUID(request.path.rstrip(")").rpartition("(")[2])
    if named not in (None, identifier):
        raise CrmFault(DUPLICATE_ID)
    return _Write(request, identifier, values)


def _known(table: Table, identifiers: Sequence[UUID]) -> frozenset[UUID]:
    if len(set(identifiers)) < len(identifiers):
        raise CrmFault(DUPLICATE_ID)
    return frozenset(table.model.objects.filter(pk__in=identifiers).values_list("pk", flat=True))


def _check_conditions(writes: Sequence[_Write], known: frozenset[UUID], table: Table) -> None:
    for write in writes:
        is_new = write.request.method == "POST" or write.request.preconditions.forbids_update
        if write.id in known and is_new:
            raise CrmFault(DUPLICATE_ID)
        if write.id not in known and write.request.preconditions.forbids_create:
            raise CrmFault(DOES_NOT_EXIST, table=table.logical_name, id=write.id)


def _answers(
    writes: Sequence[_Write], known: frozenset[UUID], table: Table, options: QueryOptions
) -> list[ApiResponse]:
    first = writes[0].request
    rows = _rows(writes, table, options) if first.preferences.return_representation else {}
    answers = []
    for write in writes:
        address = f"{first.root}{table.entity_set}({write.id})"
        created = write.id not in known
        headers = {"OData-EntityId": address, **({"Location": address} if created else {})}
        if not first.preferences.return_representation:
            answers.append(empty_response(headers=headers))
            continue
        status = 201 if created else 200
        answers.append(
            record_response(write.request, table, rows[write.id], options, status=status, headers=headers)
        )
    return answers


def _rows(writes: Sequence[_Write], table: Table, options: QueryOptions) -> Mapping[UUID, RawRow]:
    """The records as they are now, each once. Raises CrmFault if the caller may not see one."""
    request = writes[0].request
    reader = RowReader(table, selected_columns(options.select, table))
    visible = table.model.objects.filter(
        readable(caller=request.caller, table=table), pk__in=[write.id for write in writes]
    )
    rows = reader.read(visible)
    annotate(rows, reader, request.preferences)
    found = {row.values[0]: row for row in rows}
    for write in writes:
        if write.id not in found:
            raise CrmFault(DOES_NOT_EXIST, table=table.logical_name, id=write.id)
    return found
