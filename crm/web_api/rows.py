"""Reads rows of a table as JSON objects, without making model instances."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from crm.metadata import Column, Table
from odata.etag import format_etag

Row = dict[str, Any]


def json_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()[:19] + "Z"


_TO_JSON: dict[str, Callable[[Any], Any]] = {
    "Edm.Guid": str,
    "Edm.Decimal": float,
    "Edm.Double": float,
    "Edm.Date": date.isoformat,
    "Edm.DateTimeOffset": json_moment,
}


def split_extra(path: str) -> tuple[str, str]:
    """``extra__sic`` → ``extra``, ``sic``: databases differ in what they give for a value inside JSON."""
    before, marker, name = path.rpartition("extra__")
    return (f"{before}extra", name) if marker else (path, "")


@dataclass(frozen=True)
class RawRow:
    """A row as the database gave it, with the object made from it."""

    values: Sequence[Any]
    json: Row


@dataclass(frozen=True)
class RowReader:
    """Reads some columns of a table; ``hidden`` ORM paths are read besides, for those who need them."""

    table: Table
    columns: Sequence[Column]
    hidden: Sequence[str] = ()

    @cached_property
    def paths(self) -> Sequence[str]:
        """What to ask of the database, each once."""
        wanted = ["pk", "versionnumber", *(split_extra(path)[0] for path in self.hidden)]
        for column in self.columns:
            wanted += ["extra"] if column.in_extra else [column.attname]
            wanted += [column.type_attname] if column.type_attname else []
        return list(dict.fromkeys(wanted))

    @cached_property
    def index(self) -> Mapping[str, int]:
        return {path: position for position, path in enumerate(self.paths)}

    def read(self, queryset: QuerySet[Any]) -> list[RawRow]:
        rows = queryset.values_list(*self.paths)
        return [RawRow(values, row) for values, row in zip(rows, self._objects(rows), strict=True)]

    def value(self, row: RawRow, path: str) -> Any:
        """The value of an ORM path that was read; a path into ``extra`` is looked up in its JSON."""
        document, name = split_extra(path)
        value = row.values[self.index[document]]
        return (value or {}).get(name) if name else value

    def _objects(self, rows: Iterable[Sequence[Any]]) -> Iterable[Row]:
        primary_id, stored, extra = self.table.primary_id, self._stored, self._extra
        extra_index = self.index.get("extra", 0)
        for values in rows:
            row: Row = {"@odata.etag": format_etag(values[1])}
            for name, position, convert in stored:
                value = values[position]
                row[name] = value if value is None or convert is None else convert(value)
            for name, logical_name in extra:
                row[name] = values[extra_index].get(logical_name)
            row.setdefault(primary_id, str(values[0]))
            yield row

    @cached_property
    def _stored(self) -> list[tuple[str, int, Callable[[Any], Any] | None]]:
        return [
            (column.property_name, self.index[column.attname], _TO_JSON.get(column.edm_type))
            for column in self.columns
            if not column.in_extra
        ]

    @cached_property
    def _extra(self) -> list[tuple[str, str]]:
        return [(column.property_name, column.logical_name) for column in self.columns if column.in_extra]
