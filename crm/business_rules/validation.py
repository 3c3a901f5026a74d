"""Whether a value fits its column: type, length, range, options. Pure; knows no record and no database."""

from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from crm.business_rules.errors import (
    DECIMAL_OUT_OF_RANGE,
    INTEGER_OUT_OF_RANGE,
    INVALID_REFERENCE,
    OPTION_OUT_OF_RANGE,
    TOO_EARLY,
    TOO_LONG,
    WRONG_TYPE,
    CrmFault,
)
from crm.metadata import Column, EntityReference

EARLIEST_YEAR: Final = 1753
INT32_MAX: Final = 2**31 - 1
IMAGE_MAX: Final = 10 * 1024 * 1024


def fitting(value: Any, *, column: Column, table: str) -> Any:
    """The value as it will be stored; blank text becomes None. Raises CrmFault."""
    if value is None or value == "":
        return None
    return _CHECKS[column.type](value, column, table)


def _wrong_type(column: Column) -> CrmFault:
    return CrmFault(WRONG_TYPE, column=column.logical_name, type=column.edm_type)


def _text(value: Any, column: Column, table: str) -> str:
    if not isinstance(value, str) or "\x00" in value or _has_surrogates(value):
        raise _wrong_type(column)
    if column.max_length is not None and len(value) > column.max_length:
        raise CrmFault(TOO_LONG, column=column.logical_name, table=table, limit=column.max_length)
    return value


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _integer(value: Any, column: Column, table: str) -> int:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_type(column)
    low = -INT32_MAX - 1 if column.minimum is None else column.minimum
    high = INT32_MAX if column.maximum is None else column.maximum
    if not low <= value <= high:
        raise _out_of_range(INTEGER_OUT_OF_RANGE, value, column)
    return value


def _big_integer(value: Any, column: Column, table: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise _wrong_type(column)
    return value


def _decimal(value: Any, column: Column, table: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _wrong_type(column)
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise _wrong_type(column)
    bounds = (column.minimum, column.maximum)
    if (bounds[0] is not None and number < bounds[0]) or (bounds[1] is not None and number > bounds[1]):
        raise _out_of_range(DECIMAL_OUT_OF_RANGE, value, column)
    return _rounded(number, column)


def _rounded(number: Decimal, column: Column) -> Decimal:
    step = Decimal(1).scaleb(-(column.precision if column.precision is not None else 10))
    try:
        return number.quantize(step, rounding=ROUND_HALF_UP)
    except InvalidOperation as error:
        raise _wrong_type(column) from error


def _out_of_range(fault: Any, value: Any, column: Column) -> CrmFault:
    return CrmFault(
        fault, column=column.logical_name, value=value, minimum=column.minimum, maximum=column.maximum
    )


def _boolean(value: Any, column: Column, table: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong_type(column)
    return value


def _option(value: Any, column: Column, table: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong_type(column)
    if value not in column.options:
        raise CrmFault(OPTION_OUT_OF_RANGE, column=column.logical_name, value=value, table=table)
    return value


def _moment(value: Any, column: Column, table: str) -> date | datetime:
    moment = _typed_moment(value, column)
    if moment.year < EARLIEST_YEAR:
        raise CrmFault(TOO_EARLY, value=f"{moment:%m/%d}/{moment.year:04} {moment:%H:%M:%S}")
    return moment


def _typed_moment(value: Any, column: Column) -> date | datetime:
    if column.edm_type == "Edm.Date":
        if isinstance(value, datetime) or not isinstance(value, date):
            raise _wrong_type(column)
        return value
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _wrong_type(column)
    try:
        return value.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:  # the first or last day there is, elsewhere
        raise _wrong_type(column) from error


def _guid(value: Any, column: Column, table: str) -> UUID:
    if not isinstance(value, UUID):
        raise _wrong_type(column)
    return value


def _image(value: Any, column: Column, table: str) -> str:
    """Base64, as pictures stand in JSON."""
    try:
        picture = b64decode(value if isinstance(value, str) else "?", validate=True)
    except ValueError as error:
        raise _wrong_type(column) from error
    if len(picture) > IMAGE_MAX:
        raise CrmFault(TOO_LONG, column=column.logical_name, table=table, limit=IMAGE_MAX)
    return str(value)


def _reference(value: Any, column: Column, table: str) -> EntityReference:
    if not isinstance(value, EntityReference):
        raise _wrong_type(column)
    if value.table not in column.targets:
        raise CrmFault(INVALID_REFERENCE, column=column.logical_name, target=value.table)
    return value


_CHECKS: dict[str, Callable[[Any, Column, str], Any]] = {
    "String": _text,
    "Memo": _text,
    "EntityName": _text,
    "Integer": _integer,
    "BigInt": _big_integer,
    "Decimal": _decimal,
    "Double": _decimal,
    "Money": _decimal,
    "Boolean": _boolean,
    "Picklist": _option,
    "State": _option,
    "Status": _option,
    "DateTime": _moment,
    "Uniqueidentifier": _guid,
    "Image": _image,
    "Lookup": _reference,
    "Owner": _reference,
    "Customer": _reference,
}
