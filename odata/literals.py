"""Turns literals of a filter into the type of a column: one converter per Edm type, all raise ODataError."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from odata.errors import ODataError, bad_value
from odata.expression import LiteralValue, LooseText
from odata.numbers import exact_number

MAX_LOOSE: Final = 40
MAX_LOOSE_EXPONENT: Final = 28
_YES: Final = {"1": True, "true": True, "0": False, "false": False}


def to_text(value: LiteralValue) -> str:
    if not isinstance(value, str):
        raise _mismatch(value, "a text in single quotes")
    return str(value)


def to_boolean(value: LiteralValue) -> bool:
    value = _tightened(value, lambda text: _YES[text.lower()])
    if not isinstance(value, bool):
        raise _mismatch(value, "true or false")
    return value


def to_integer(value: LiteralValue) -> int:
    value = _tightened(value, int)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _mismatch(value, "a whole number")
    return value


def to_decimal(value: LiteralValue) -> Decimal:
    value = _tightened(value, lambda text: exact_number(text, limit=MAX_LOOSE_EXPONENT))
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
    value = _tightened(value, _moment)
    if isinstance(value, datetime):
        return value.date()
    if not isinstance(value, date):
        raise _mismatch(value, "a date")
    return value


def to_date_and_time(value: LiteralValue) -> datetime:
    """A date alone means its first moment, UTC."""
    value = _tightened(value, _moment)
    if isinstance(value, datetime):
        return value
    if not isinstance(value, date):
        raise _mismatch(value, "a date and time")
    return datetime.combine(value, time.min, tzinfo=UTC)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _tightened(value: LiteralValue, read: Callable[[str], LiteralValue]) -> LiteralValue:
    """Reads a value of loose type; any other is left as it is."""
    if not isinstance(value, LooseText):
        return value
    try:
        if len(value) > MAX_LOOSE or not value.isascii():
            raise ValueError(value)
        return read(str(value).strip())
    except (ValueError, KeyError, OverflowError, InvalidOperation):
        return value


def _mismatch(value: LiteralValue, wanted: str) -> ODataError:
    shown = str(value)[:40].encode("ascii", "backslashreplace").decode()
    return bad_value(f"The value '{shown}' in the filter should be {wanted}.")
