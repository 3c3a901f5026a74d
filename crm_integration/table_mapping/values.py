"""Values of fields and columns, and the one form in which they are compared and kept."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class LookupValue:
    """A lookup column's value: the id of a row and the logical name of its table."""

    id: UUID
    table: str


Value = str | int | bool | Decimal | date | datetime | UUID | LookupValue | None


def canonical(value: Any) -> str | int | bool | None:
    """Returns what a base keeps: JSON can hold it, and equal values have equal forms.

    Blank text and null are the same; decimals lose trailing zeros; a lookup is its row's id.
    """
    if value is None or type(value) is str:  # as most values are
        return value or None
    match value:
        case "":
            return None
        case bool() | str():
            return value
        case LookupValue():
            return str(value.id)
        case int() | float() | Decimal():
            return _plain(Decimal(str(value)))
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"
