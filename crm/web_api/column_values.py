"""Reads the JSON value of a column into the type that the business rules take."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from crm.business_rules.errors import WRONG_TYPE, CrmFault
from crm.metadata import Column


def column_value(value: Any, column: Column) -> Any:
    """GUIDs and moments are texts in JSON; the rest is as it is. Raises CrmFault."""
    reader = _READERS.get(column.edm_type)
    return value if reader is None or value is None else _read(reader, value, column)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _read(reader: Callable[[str], Any], value: Any, column: Column) -> Any:
    try:
        return reader(value if isinstance(value, str) else "")
    except ValueError:
        raise CrmFault(WRONG_TYPE, column=column.logical_name, type=column.edm_type) from None


_READERS: dict[str, Callable[[str], Any]] = {
    "Edm.Guid": UUID,
    "Edm.Date": date.fromisoformat,
    "Edm.DateTimeOffset": _moment,
}
