"""``$expand``: the lines of the records of a page, and the records that they name; not a query for each."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from rest_framework.exceptions import PermissionDenied

from erp.rest_api.entity import LINE_KEY, Entity, Navigation
from erp.rest_api.rows import Row, as_json, columns_of, read_rows
from odata.errors import bad_query, unknown_property
from odata.keyset import Key
from odata.query import Expand, QueryOptions

Select = Sequence[str] | None


def expand(
    entity: Entity,
    wanted: Sequence[Expand],
    rows: Sequence[Row],
    found: Sequence[dict[str, Any]],
    *,
    may_see: Callable[[Entity], bool],
) -> None:
    """Adds to what was found whatever is asked for. Raises ODataError, PermissionDenied."""
    for one in wanted:
        if one.references or one.options != QueryOptions(select=one.options.select):
            raise bad_query("Inside $expand only $select is supported.")
        related = _related(entity, one, [row["id"] for row in rows], may_see)
        for row, record in zip(rows, found, strict=True):
            record[one.name] = related(row["id"])


def _related(
    entity: Entity, wanted: Expand, record_ids: Sequence[UUID], may_see: Callable[[Entity], bool]
) -> Callable[[UUID], Any]:
    """Gives by the id of a record what belongs to it."""
    if entity.lines is not None and wanted.name == entity.lines.name:
        return _lines_of(entity.lines, record_ids, wanted.options.select).__getitem__
    navigation = next((one for one in entity.navigations if one.name == wanted.name), None)
    if navigation is None:
        raise unknown_property(wanted.name)
    if not may_see(navigation.to):
        raise PermissionDenied(f"No role of this user allows to read {navigation.to.name}.")
    return _named_by(entity, navigation, record_ids, wanted.options.select).get


def _lines_of(lines: Entity, record_ids: Sequence[UUID], select: Select) -> dict[UUID, list[Row]]:
    columns = columns_of(lines, select)
    wanted = (
        lines.records().filter(**{f"{lines.part_of}__in": record_ids}).order_by(lines.part_of, LINE_KEY.path)
    )
    rows = read_rows(lines, wanted, columns, [Key(lines.part_of)])
    by_record: dict[UUID, list[Row]] = defaultdict(list)
    for row, line in zip(rows, as_json(lines, rows, columns), strict=True):
        by_record[row[lines.part_of]].append(line)
    return by_record


def _named_by(
    entity: Entity, navigation: Navigation, record_ids: Sequence[UUID], select: Select
) -> dict[UUID, Row]:
    """The record that each of them names; those that name none are left out."""
    columns = columns_of(navigation.to, select)
    links = entity.records().filter(id__in=record_ids).values("id", navigation.path)
    named = {link["id"]: link[navigation.path] for link in links}
    wanted = navigation.to.records().filter(id__in=set(named.values()) - {None})
    rows = read_rows(navigation.to, wanted, columns)
    shown = dict(zip([row["id"] for row in rows], as_json(navigation.to, rows, columns), strict=True))
    return {record_id: shown[to_id] for record_id, to_id in named.items() if to_id in shown}
