"""Reads records of an entity and writes them as JSON: one query for a page, whatever it refers to."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from django.db.models import QuerySet

from erp.rest_api.combined import Combined
from erp.rest_api.entity import LAST_KEY, LINE_KEY, Entity, Property
from odata.errors import bad_query, bad_value, unknown_property
from odata.etag import format_etag
from odata.expression import Path
from odata.filters import Field, Related
from odata.keyset import Key
from odata.query import OrderBy

ETAG = "@odata.etag"
Row = dict[str, Any]


class PropertySet(Protocol):
    """What has properties by name, whatever can be done with its records."""

    @property
    def properties(self) -> Mapping[str, Property]: ...

    def property_named(self, name: str) -> Property: ...


class Columns:
    """What a filter on an entity can name."""

    def __init__(self, entity: PropertySet) -> None:
        self._entity = entity

    def field(self, path: Path) -> Field:
        column = _stored(self._entity, path.name)
        kind = column.typed
        return Field(
            column.path,
            kind.from_literal,
            is_text=kind.is_text,
            blank_is_null=column.nullable and kind.is_text,
            folded=column.path if kind.fold else "",
            fold=kind.fold or str.casefold,
            kind=kind.edm,
        )

    def related(self, path: str) -> Related:
        raise unknown_property(path)


def keys_of(entity: Entity, orderby: Sequence[OrderBy]) -> list[Key]:
    """The sort keys, the last of them unique; lines come in their order unasked. Raises ODataError."""
    if entity.part_of and not orderby:
        return [LINE_KEY, LAST_KEY]
    return sort_keys(entity, orderby)


def sort_keys(entity: PropertySet, orderby: Sequence[OrderBy]) -> list[Key]:
    """The keys that a request names, then the id. Raises ODataError."""
    columns = [_stored(entity, term.path) for term in orderby]
    keys = [
        Key(column.path, term.descending, nullable=column.nullable)
        for column, term in zip(columns, orderby, strict=True)
    ]
    if len({key.path for key in keys}) < len(keys):
        raise bad_query("$orderby names a property more than once.")
    if any(key.path == LAST_KEY.path for key in keys):
        return keys[: [key.path for key in keys].index(LAST_KEY.path) + 1]
    return [*keys, LAST_KEY]


def kinds_of(entity: PropertySet) -> dict[str, type]:
    """The types of the values that an entity can be sorted by."""
    return {column.path: column.typed.stored for column in entity.properties.values() if column.is_stored}


def columns_of(entity: PropertySet, select: Sequence[str] | None) -> list[Property]:
    """The properties that are asked for; all where the request does not say. Raises ODataError."""
    return (
        list(entity.properties.values())
        if select is None
        else [entity.property_named(name) for name in select]
    )


def read_rows(
    entity: Entity,
    found: "QuerySet[Any] | Combined",
    columns: Collection[Property],
    keys: Collection[Key] = (),
) -> list[Row]:
    """The values by path: of the columns, of the sort keys, and what every answer needs."""
    paths = {column.path for column in columns if column.is_stored} | {key.path for key in keys}
    return list(found.values(*sorted(paths | {"id", "row_version", entity.key})))


def as_json(entity: Entity, rows: Sequence[Row], columns: Sequence[Property]) -> list[Row]:
    """The rows with their entity tags."""
    tags = ({ETAG: format_etag(row["row_version"])} for row in rows)
    return [
        tag | values for tag, values in zip(tags, json_values(rows, columns, key=entity.key), strict=True)
    ]


def json_values(rows: Sequence[Row], columns: Sequence[Property], *, key: str) -> list[Row]:
    """The rows by property; what is calculated is calculated for all of them at once, by their ``key``."""
    record_keys = [row[key] for row in rows]
    calculated: Mapping[str, Mapping[str, Any]] = {
        column.name: column.calculate(record_keys) for column in columns if column.calculate
    }
    return [{column.name: _value(column, row, calculated, row[key]) for column in columns} for row in rows]


def _value(column: Property, row: Row, calculated: Mapping[str, Mapping[str, Any]], record_key: str) -> Any:
    if column.calculate:
        return column.typed.to_json(calculated[column.name][record_key])
    return column.typed.to_json(row[column.path] if column.is_stored else column.constant)


def _stored(entity: PropertySet, name: str) -> Property:
    column = entity.property_named(name)
    if not column.is_stored:
        reason = "is calculated" if column.calculate else "is the same for all records"
        raise bad_value(f"'{name}' {reason}: it can be neither filtered nor sorted by.")
    return column
