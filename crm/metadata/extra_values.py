"""How the values of columns without a field of their own stand in the JSON of ``extra``."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm.metadata.column import Column
from crm.metadata.values import EntityReference
from crm.models.fields.secret import cipher


def to_extra(value: Any, column: Column) -> Any:
    """The JSON value; texts of moments sort like the moments, secrets are encrypted."""
    if column.secret:
        return cipher().encrypt(str(value).encode()).decode()
    if isinstance(value, EntityReference):
        return f"{value.table}:{value.id}" if column.is_polymorphic else str(value.id)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def from_extra(stored: Any, column: Column) -> Any:
    """The value that ``to_extra`` stored."""
    if stored is None:
        return None
    if column.secret:
        return cipher().decrypt(stored.encode()).decode()
    reader = _READERS.get(column.edm_type if column.type == "DateTime" else column.type)
    return reader(stored, column) if reader else stored


def _reference(stored: Any, column: Column) -> EntityReference:
    table, _, identifier = str(stored).rpartition(":")
    return EntityReference(table or next(iter(column.targets)), UUID(identifier))


_READERS: dict[str, Callable[[Any, Column], Any]] = {
    "Decimal": lambda stored, column: Decimal(str(stored)),
    "Double": lambda stored, column: Decimal(str(stored)),
    "Money": lambda stored, column: Decimal(str(stored)),
    "Uniqueidentifier": lambda stored, column: UUID(stored),
    "Edm.Date": lambda stored, column: date.fromisoformat(stored),
    "Edm.DateTimeOffset": lambda stored, column: datetime.fromisoformat(stored),
    "Lookup": _reference,
    "Owner": _reference,
    "Customer": _reference,
}
