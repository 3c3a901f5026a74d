"""Turns literals of a filter into the type of a column: one converter per Edm type, all raise ODataError."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from odata.errors import ODataError, bad_value
from odata.expression import LiteralValue


def to_text(value: LiteralValue) -> str:
    if not isinstance(value, str):
        raise _mismatch(value, "a text in single quotes")
    return value


def to_boolean(value: LiteralValue) -> bool:
    if not isinstance(value, bool):
        raise _mismatch(value, "true or false")
    return value


def to_integer(value: LiteralValue) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _mismatch(value, "a whole number")
    return value


def to_decimal(value: LiteralValue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _mismatch(value, "a number")
    return Decimal(value)


def to_guid(value: LiteralValue) -> UUID:
    """Quotes around a GUID are forgiven, since several clients write them."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise _mismatch(value, "a GUID") from error


def to_date(value: LiteralValue) -> date:
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise _mismatch(value, "a date")
    return value


def to_date_and_time(value: LiteralValue) -> datetime:
    """A date alone means its first moment, UTC."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, date):
        raise _mismatch(value, "a date and time")
    return datetime.combine(value, time.min, tzinfo=UTC)


def _mismatch(value: LiteralValue, wanted: str) -> ODataError:
    shown = str(value)[:40].encode("ascii", "backslashreplace").decode()
    return bad_value(f"The value '{shown}' in the filter should be {wanted}.")
