"""What a column takes and what it refuses, by its metadata, as a request writes it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from crm.metadata import Column

LONGEST: Final = 4000
_PLAIN: Final[Mapping[str, Any]] = {
    "Boolean": True,
    "BigInt": 1,
    "Uniqueidentifier": str(UUID(int=1)),
    "EntityName": "account",
    "Image": "iVBORw0KGgo=",
}
_NUMBERS: Final = ("Integer", "Decimal", "Money", "Double")


def fitting_value(column: Column) -> Any:
    """A value that the column takes, 1 if it has no options yet; not for lookups."""
    return next(fitting_values(column), 1)


def fitting_values(column: Column) -> Iterator[Any]:
    """Values that the column takes, at its limits too."""
    if column.type in ("String", "Memo"):
        yield "x" * min(column.max_length or 10, 8)
        yield "☃" * min(column.max_length or 10, LONGEST)
    elif column.type == "Picklist" or column.options:
        yield from column.options
    elif column.type == "DateTime":
        yield "2026-05-01" if column.behavior == "DateOnly" else "2026-05-01T12:00:00Z"
        yield "1900-01-01" if column.behavior == "DateOnly" else "1900-01-01T00:00:00+01:00"
    elif column.type in _NUMBERS:
        yield from _numbers(column)
    else:
        yield _PLAIN[column.type]


def _numbers(column: Column) -> Iterator[Any]:
    low, high = column.minimum, column.maximum
    yield 1 if (low is None or low <= 1) and (high is None or high >= 1) else int(low or 0)
    if low is not None and high is not None:
        yield _plain(low)
        yield _plain(high)
    if column.precision and (high is None or high >= 1):
        yield 0.5


def _plain(number: Decimal | int) -> float:
    return int(number) if number == int(number) else float(number)


def refused_values(column: Column) -> Iterator[Any]:
    """Values that the column refuses: of other types, and just beyond its limits."""
    if column.is_text:
        yield 5
        if column.max_length is not None and column.max_length <= LONGEST:
            yield "x" * (column.max_length + 1)
        return
    yield "x" if column.type != "DateTime" else True
    if column.options:
        yield next(value for value in range(-1, 10_000) if value not in column.options)
    elif column.type in _NUMBERS:
        yield from _beyond(column)
    elif column.type == "DateTime":
        yield "2026-02-30" if column.behavior == "DateOnly" else "2026-02-30T12:00:00Z"
    else:
        yield 1.5


def _beyond(column: Column) -> Iterator[Any]:
    if column.type == "Integer":
        yield 1.5
    if column.minimum is not None:
        yield int(column.minimum) - 1
    if column.maximum is not None:
        yield int(column.maximum) + 1
