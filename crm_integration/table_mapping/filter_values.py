"""Values of a filter in the type of what they are compared with. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.values import LookupValue


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    ID = "id"


# By the ERP's field types and Dataverse's attribute types; everything else is text.
KINDS = {
    **dict.fromkeys(("decimal", "integer", "Money", "Decimal", "Double", "Integer", "BigInt"), Kind.NUMBER),
    **dict.fromkeys(("Picklist", "State", "Status"), Kind.NUMBER),
    **dict.fromkeys(("boolean", "Boolean"), Kind.BOOLEAN),
    **dict.fromkeys(("guid", "Uniqueidentifier", "Lookup", "Owner", "Customer"), Kind.ID),
    "date": Kind.DATE,
    "datetime": Kind.MOMENT,
    "DateTime": Kind.MOMENT,
}


@dataclass(frozen=True)
class Range:
    """The numbers that a field can be compared with; both ends belong to it."""

    low: int
    high: int
    is_whole: bool = False

    def holds(self, value: Any) -> bool:
        """Whether a value is one of them, or blank. ValueError for what is no number."""
        number = fitting(value, Kind.NUMBER)
        if number is None:
            return True
        return self.low <= number <= self.high and not (self.is_whole and number != int(number))


INT_32 = Range(-(2**31), 2**31 - 1, is_whole=True)
# What the back office's columns can be compared with, and the widest bounds of Dataverse's column types.
RANGES = {
    **dict.fromkeys(("integer", "Integer", "Picklist", "State", "Status"), INT_32),
    "BigInt": Range(-(2**63), 2**63 - 1, is_whole=True),
    "decimal": Range(-(10**14) + 1, 10**14 - 1),
    **dict.fromkeys(("Decimal", "Double"), Range(-(10**11), 10**11)),
    "Money": Range(-922_337_203_685_477, 922_337_203_685_477),
}
WORDS_OF_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def kind_of(type_name: str) -> Kind:
    return KINDS.get(type_name, Kind.TEXT)


def fitting(value: Any, kind: Kind) -> Any:
    """Returns the value as one of that kind, None for a blank one; ValueError if it cannot be one."""
    if value is None or value == "":
        return None
    match kind:
        case Kind.NUMBER:
            return _number(value)
        case Kind.BOOLEAN:
            return _truth(value)
        case Kind.DATE | Kind.MOMENT:
            return _moment(value)
        case Kind.ID:
            return value.id if isinstance(value, LookupValue) else UUID(str(value))
        case Kind.TEXT:
            return str(value)


def _number(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(value) from None
    if not number.is_finite():
        raise ValueError(value)
    return number


def _truth(value: Any) -> bool:
    try:
        return WORDS_OF_TRUTH[str(value).casefold()]
    except KeyError:
        raise ValueError(value) from None


def _moment(value: Any) -> date | datetime:
    """A date stays one; a moment without a zone is UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > len("2026-01-31") else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return value
    raise ValueError(value)


def kind_of_value(value: Any) -> Kind:
    """The kind of a value that a record holds."""
    match value:
        case bool():
            return Kind.BOOLEAN
        case int() | float() | Decimal():
            return Kind.NUMBER
        case datetime():
            return Kind.MOMENT
        case date():
            return Kind.DATE
        case UUID() | LookupValue():
            return Kind.ID
        case _:
            return Kind.TEXT


def comparable(value: Any, kind: Kind) -> Any:
    """Returns a form in which equal values are equal: text without case and trailing blanks, moments alike.

    ValueError if it cannot be of that kind.
    """
    known = fitting(value, kind)
    if isinstance(known, str):
        return known.casefold().rstrip(" ")
    if kind is Kind.DATE and isinstance(known, datetime):
        return known.astimezone(UTC).date()
    if kind is Kind.MOMENT and isinstance(known, date) and not isinstance(known, datetime):
        return datetime.combine(known, time.min, tzinfo=UTC)
    return known
