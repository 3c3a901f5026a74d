"""The values of a row between JSON and Python: numbers exact, times aware, lookups with their table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _text
from typing import Any
from uuid import UUID

from crm_integration.dataverse import metadata
from crm_integration.dataverse.metadata import CrmColumn, CrmTable
from crm_integration.table_mapping.values import LookupValue
from odata.etag import parse_etag

LOOKUP_TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname"


@dataclass(frozen=True)
class Row:
    """One record as the CRM gave it; ``version`` is the number in its ETag, 0 if it came without one."""

    id: UUID
    version: int
    values: dict[str, Any] = field(default_factory=dict)


def parse_json(text: str | bytes) -> Any:
    """Reads JSON with every fraction as an exact Decimal."""
    return json.loads(text, parse_float=Decimal)


def object_of(body: bytes) -> dict[str, Any]:
    """Returns the JSON object in a body; what is none is an empty object."""
    try:
        value = parse_json(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _datetime(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _date(value: str) -> date:
    return date.fromisoformat(value[:10])


Reader = Callable[[Any], Any]
READERS: Mapping[str, Reader] = {
    "Money": _decimal,
    "Decimal": _decimal,
    "Uniqueidentifier": UUID,
    "DateTime": _datetime,
}


@lru_cache(maxsize=64)
def _readers(table: CrmTable) -> Mapping[str, Reader]:
    """The columns of a table whose JSON values are not what they mean."""
    columns = table.columns.values()
    return {
        column.name: _date if column.is_date else READERS[column.type]
        for column in columns
        if column.is_date or column.type in READERS
    }


def read_row(table: CrmTable, payload: Mapping[str, Any]) -> Row:
    """Builds a row from one JSON object; annotations are dropped, ``_x_value`` becomes ``x``.

    A column that the table does not know stays as it came.
    """
    readers = _readers(table)
    values: dict[str, Any] = {}
    for name, value in payload.items():
        if "@" in name:
            continue
        if name.startswith("_") and name.endswith("_value"):
            values[name[1:-6]] = _read_lookup(table, payload, name)
        else:
            reader = readers.get(name)
            values[name] = reader(value) if reader and value is not None else value
    etag = payload.get("@odata.etag")
    return Row(id=values[table.primary_id], version=parse_etag(etag) if etag else 0, values=values)


def _read_lookup(table: CrmTable, payload: Mapping[str, Any], name: str) -> LookupValue | None:
    value = payload[name]
    if value is None:
        return None
    return _lookup(value, payload.get(name + LOOKUP_TABLE) or _only_target(table, name[1:-6]))


@lru_cache(maxsize=1024)
def _lookup(id: str, table: str) -> LookupValue:
    """Many rows have the same owner and the same currency."""
    return LookupValue(id=UUID(id), table=table)


def _only_target(table: CrmTable, name: str) -> str:
    column = table.columns.get(name)
    return column.targets[0] if column and len(column.targets) == 1 else ""


def render_row(table: CrmTable, values: Mapping[str, Any]) -> bytes:
    """Renders the body of a create or update; lookups become ``…@odata.bind``.

    Raises ValueError for a lookup to a table that the column does not accept.
    """
    members: list[str] = []
    for name, value in values.items():
        column = table.columns.get(name)
        if isinstance(value, LookupValue) or (column is not None and column.targets):
            members += [_member(key, bound) for key, bound in _binds(name, column, value)]
        else:
            members.append(_member(name, value))
    return ("{" + ",".join(members) + "}").encode()


def _binds(name: str, column: CrmColumn | None, value: Any) -> list[tuple[str, Any]]:
    if value is None:
        # A polymorphic lookup is cleared by any one of its navigation properties.
        return [(f"{column.binds[column.targets[0]] if column else name}@odata.bind", None)]
    if not isinstance(value, LookupValue):
        raise ValueError(f"The column {name} takes a LookupValue, not {type(value).__name__}.")
    if column is not None and value.table not in column.binds:
        raise ValueError(f"The column {name} does not accept a record of table {value.table!r}.")
    bind = column.binds[value.table] if column else name
    return [(f"{bind}@odata.bind", f"/{metadata.table(value.table).entity_set}({value.id})")]


def _member(name: str, value: Any) -> str:
    return f"{_text(name)}:{_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal):
        return format(value, "f")  # json would make a float of it and lose digits
    if isinstance(value, datetime):
        return _text(value.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    if isinstance(value, date | UUID):
        return _text(str(value))
    return json.dumps(value)
