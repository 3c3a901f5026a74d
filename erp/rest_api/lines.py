"""``$expand``: the lines of the documents of a page, in their order, with one query."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from erp.rest_api.entity import LINE_KEY, Entity
from erp.rest_api.rows import Row, as_json, columns_of, read_rows
from odata.errors import bad_query, unknown_property
from odata.keyset import Key
from odata.query import Expand, QueryOptions


def expand_lines(
    entity: Entity, expand: Sequence[Expand], rows: Sequence[Row], found: Sequence[dict[str, Any]]
) -> None:
    """Adds the lines to what was found, if they are asked for. Raises ODataError."""
    for wanted in expand:
        lines = entity.lines
        if lines is None or wanted.name != lines.name:
            raise unknown_property(wanted.name)
        if wanted.references or wanted.options != QueryOptions(select=wanted.options.select):
            raise bad_query("Inside $expand only $select is supported.")
        by_record = _lines_of(lines, [row["id"] for row in rows], wanted.options.select)
        for row, record in zip(rows, found, strict=True):
            record[lines.name] = by_record[row["id"]]


def _lines_of(
    lines: Entity, record_ids: Sequence[UUID], select: Sequence[str] | None
) -> dict[UUID, list[dict[str, Any]]]:
    columns = columns_of(lines, select)
    wanted = (
        lines.records().filter(**{f"{lines.part_of}__in": record_ids}).order_by(lines.part_of, LINE_KEY.path)
    )
    rows = read_rows(lines, wanted, columns, [Key(lines.part_of)])
    by_record: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row, line in zip(rows, as_json(lines, rows, columns), strict=True):
        by_record[row[lines.part_of]].append(line)
    return by_record
