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
class Placed:
    """A column of a query: its name in the answer, and the ORM paths of what is stored of it.

    ``path`` is that of the document for a column in ``extra``; ``currency_path`` that of the currency of an
    amount.
    """

    column: Column
    name: str
    path: str
    type_path: str = ""
    currency_path: str = ""

    @property
    def paths(self) -> list[str]:
        return [path for path in (self.path, self.type_path, self.currency_path) if path]


def placed(column: Column, table: Table, *, name: str = "", at: Callable[[str], str] = str) -> Placed:
    """Where a column stands; ``at`` gives the ORM path of a stored field of its table."""
    return Placed(
        column=column,
        name=name or column.property_name,
        path=at(column.attname or "extra"),
        type_path=at(column.type_attname) if column.type_attname else "",
        currency_path=at(currency) if (currency := currency_attname(column, table)) else "",
    )


def currency_attname(column: Column, table: Table) -> str:
    """The field that says in which currency an amount is meant; blank for the base currency."""
    currency = table.columns.get("transactioncurrencyid")
    if column.type != "Money" or column.logical_name.endswith("_base") or currency is None:
        return ""
    return currency.attname


@dataclass(frozen=True)
class RowReader:
    """Reads some columns of a table; ``hidden`` ORM paths are read besides, for those who need them.

    ``outputs`` are columns of several tables in place of ``columns``. ``bare`` rows have neither version nor
    id: those of a table whose rows were put together.
    """

    table: Table
    columns: Sequence[Column]
    hidden: Sequence[str] = ()
    outputs: Sequence[Placed] = ()
    bare: bool = False

    @cached_property
    def placed(self) -> Sequence[Placed]:
        return self.outputs or [placed(column, self.table) for column in self.columns]

    @cached_property
    def paths(self) -> Sequence[str]:
        """What to ask of the database, each once."""
        wanted = [] if self.bare else ["pk", "versionnumber"]
        wanted += [split_extra(path)[0] for path in self.hidden]
        for item in self.placed:
            wanted += item.paths
        return list(dict.fromkeys("pk" if path == self._key else path for path in wanted))

    @property
    def _key(self) -> str:
        """The id's other name: where rows are numbered, Django leaves out a column asked for twice."""
        key = self.table.model._meta.pk
        return key.attname if key is not None and not self.bare else ""

    @cached_property
    def index(self) -> Mapping[str, int]:
        index = {path: position for position, path in enumerate(self.paths)}
        return index | ({self._key: index["pk"]} if self._key else {})

    def read(self, queryset: QuerySet[Any]) -> list[RawRow]:
        return self.made_of(queryset.values_list(*self.paths))

    def made_of(self, rows: Iterable[Sequence[Any]]) -> list[RawRow]:
        """The rows from their values in the order of ``paths``."""
        rows = list(rows)
        return [RawRow(values, row) for values, row in zip(rows, self._objects(rows), strict=True)]

    def value(self, row: RawRow, path: str) -> Any:
        """The value of an ORM path that was read; a path into ``extra`` is looked up in its JSON."""
        document, name = split_extra(path)
        value = row.values[self.index[document]]
        return (value or {}).get(name) if name else value

    def _objects(self, rows: Iterable[Sequence[Any]]) -> Iterable[Row]:
        primary_id, stored, extra = self.table.primary_id, self._stored, self._extra
        for values in rows:
            row: Row = {} if self.bare else {"@odata.etag": format_etag(values[1])}
            for name, position, convert in stored:
                value = values[position]
                row[name] = value if value is None or convert is None else convert(value)
            for name, position, logical_name, is_lookup in extra:
                value = (values[position] or {}).get(logical_name)
                row[name] = value.rpartition(":")[2] if is_lookup and value else value
            if not self.bare:
                row.setdefault(primary_id, str(values[0]))
            yield row

    @cached_property
    def _stored(self) -> list[tuple[str, int, Callable[[Any], Any] | None]]:
        return [
            (item.name, self.index[item.path], _TO_JSON.get(item.column.edm_type))
            for item in self.placed
            if not item.column.in_extra
        ]

    @cached_property
    def _extra(self) -> list[tuple[str, int, str, bool]]:
        return [
            (item.name, self.index[item.path], item.column.logical_name, item.column.is_lookup)
            for item in self.placed
            if item.column.in_extra
        ]
