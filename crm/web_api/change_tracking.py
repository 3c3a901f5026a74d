"""Change tracking: all records once, and from then on what changed and what was deleted since.

Pages go on after their last row, by id in the first pass and by version afterwards, so that each costs the
same. Versions commit in their order: a pass that ends at a version misses nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from crm.business_rules.errors import PRIVILEGE_DENIED, CrmFault
from crm.business_rules.privileges import READ, depth
from crm.metadata import Column, Table
from crm.models import DeletedRecord, Depth
from crm.web_api.annotations import annotate
from crm.web_api.columns import selected_columns
from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from crm.web_api.rows import RawRow, Row, RowReader
from crm.web_api.tracking_links import (
    ALL,
    CHANGED,
    DELETED,
    Position,
    delta_link,
    page_link,
    position_of,
)
from odata.errors import bad_query
from odata.keyset import Key, after, ordering
from odata.query import parse_query_options

MAX_PAGE: Final = 5_000
ALLOWED: Final = frozenset({"$select", "$skiptoken", "$deltatoken"})
_BY_ID: Final = (Key("pk", nullable=False),)
_BY_VERSION: Final = (Key("versionnumber", nullable=False), Key("pk", nullable=False))


def retrieve_changes(request: ApiRequest, table: Table) -> ApiResponse:
    """A page of all records or of changes; the last page links to the next changes. Raises ODataError."""
    position, select = _asked(request, table)
    reader = RowReader(table, selected_columns(select, table), hidden=["pk", "versionnumber"])
    size = min(request.preferences.max_page_size or MAX_PAGE, MAX_PAGE)
    entries, following = _page(request, reader, position, size)
    content: Row = {"@odata.context": _context(request, table, select, reader.columns), "value": entries}
    if following is None:
        content["@odata.deltaLink"] = delta_link(request, position)
    else:
        content["@odata.nextLink"] = page_link(request, following)
    applied = request.preferences.applied(max_page_size=size)
    return json_response(content, headers={"Preference-Applied": applied} if applied else None)


def count_changes(request: ApiRequest, table: Table) -> ApiResponse:
    """How many changes and deletions the link of ``$deltatoken`` leads to."""
    position, _ = _asked(request, table)
    if position.phase != CHANGED:
        raise bad_query("Counting changes needs a $deltatoken.")
    number = _changed(table, position).count() + _deleted(table, position).count()
    return ApiResponse(200, {"Content-Type": "text/plain", "OData-Version": "4.0"}, str(number).encode())


def _asked(request: ApiRequest, table: Table) -> tuple[Position, tuple[str, ...] | None]:
    if not table.change_tracking:
        raise bad_query(f"Change tracking is not enabled for the entity '{table.logical_name}'.")
    for name, _ in request.pairs:
        if name.startswith("$") and name not in ALLOWED:
            shown = name[1:40].encode("ascii", "backslashreplace").decode()
            raise bad_query(
                f'The "{shown}" query parameter isn\'t supported when Change Tracking is enabled.'
            )
    options = parse_query_options(request.pairs, allowed=ALLOWED)
    if depth(caller=request.caller, table=table, verb=READ) < Depth.ORGANIZATION and table.is_owned:
        raise CrmFault(PRIVILEGE_DENIED, user=request.caller.full_name, verb=READ, table=table.schema_name)
    return position_of(options.skiptoken or options.deltatoken), options.select


def _context(
    request: ApiRequest, table: Table, select: tuple[str, ...] | None, columns: Sequence[Column]
) -> str:
    names = "" if select is None else f"({','.join(column.property_name for column in columns)})"
    return f"{request.root}$metadata#{table.entity_set}{names}/$delta"


def _page(
    request: ApiRequest, reader: RowReader, position: Position, size: int
) -> tuple[list[Row], Position | None]:
    """The entries of a page, and where the next one goes on if this is not the last."""
    entries: list[Row] = []
    if position.phase != DELETED:
        rows, more = _rows(reader, position, size)
        annotate(rows, reader, request.preferences)
        entries = [row.json for row in rows]
        if more:
            return entries, replace(position, after=_place(reader, position, rows[-1]))
        if position.phase == ALL:
            return entries, None
        position = replace(position, phase=DELETED, after=[position.since])
    deleted, last = _deletions(request, reader.table, position, size - len(entries))
    following = None if last is None else replace(position, after=[last])
    return entries + deleted, following


def _rows(reader: RowReader, position: Position, size: int) -> tuple[list[RawRow], bool]:
    keys = _BY_ID if position.phase == ALL else _BY_VERSION
    queryset = reader.table.model.objects.all() if position.phase == ALL else _changed(reader.table, position)
    if position.after is not None:
        queryset = queryset.filter(after(keys, position.after))
    rows = reader.read(queryset.order_by(*ordering(keys))[: size + 1])
    return rows[:size], len(rows) > size


def _place(reader: RowReader, position: Position, row: RawRow) -> list[Any]:
    keys = _BY_ID if position.phase == ALL else _BY_VERSION
    return [reader.value(row, key.path) for key in keys]


def _changed(table: Table, position: Position) -> QuerySet[Any]:
    return table.model.objects.filter(versionnumber__gt=position.since, versionnumber__lte=position.until)


def _deleted(table: Table, position: Position) -> QuerySet[DeletedRecord]:
    since = position.after[0] if position.phase == DELETED and position.after else position.since
    return DeletedRecord.objects.filter(
        table=table.logical_name, versionnumber__gt=since, versionnumber__lte=position.until
    )


def _deletions(
    request: ApiRequest, table: Table, position: Position, room: int
) -> tuple[list[Row], int | None]:
    """Deleted records, without those that somebody created again; and the last version if there are more."""
    last_seen = position.after[0] if position.after else position.since
    rows = _deleted(table, position).order_by("versionnumber").values_list("record_id", "versionnumber")
    found = list(rows[: room + 1])
    more, found = len(found) > room, found[:room]
    last = (found[-1][1] if found else last_seen) if more else None
    back = set(table.model.objects.filter(pk__in=[id_ for id_, _ in found]).values_list("pk", flat=True))
    context = f"{request.root}$metadata#{table.entity_set}/$deletedEntity"
    return [_deletion(context, id_) for id_, _ in found if id_ not in back], last


def _deletion(context: str, record_id: UUID) -> Row:
    return {"@odata.context": context, "id": str(record_id), "reason": "deleted"}
