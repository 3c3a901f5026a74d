"""Values as texts to show, as an English-speaking user of Dataverse sees them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from crm.metadata import Column
from crm.models import Organization, TransactionCurrency

YES_NO: Final[Mapping[Any, str]] = {True: "Yes", False: "No"}


@dataclass(frozen=True)
class Currency:
    symbol: str
    precision: int


def currencies() -> Mapping[UUID | None, Currency]:
    """All by their id; the base currency also as that of amounts that name none."""
    rows = TransactionCurrency.objects.values_list("pk", "currencysymbol", "currencyprecision")
    found: dict[UUID | None, Currency] = {
        identifier: Currency(symbol or "", min(precision, 4)) for identifier, symbol, precision in rows
    }
    base = Organization.objects.values_list("basecurrencyid", flat=True).first()
    found[None] = found.get(base, Currency("", 2))
    return found


def money_text(value: Any, currency: Currency) -> str:
    amount = Decimal(str(value))
    text = f"{currency.symbol}{abs(amount):,.{currency.precision}f}"
    return f"-{text}" if amount < 0 else text


def labels(column: Column) -> Mapping[Any, str]:
    """The labels of a column's options; empty for a column without."""
    if column.type == "Boolean":
        return YES_NO
    with override("en"):
        return {value: str(label) for value, label in column.options.items()}


def plain_text(value: Any, column: Column) -> str | None:
    """The text of a value in JSON, where it is another than the value."""
    show = _TEXTS.get(column.edm_type if column.type == "DateTime" else column.type)
    return show(value, column) if show else None


def _moment(value: str, column: Column) -> str:
    moment = datetime.fromisoformat(value).astimezone(UTC)
    day = _day(moment.date())
    if column.date_format == "DateOnly":
        return day
    return f"{day} {moment.hour % 12 or 12}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"


def _day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _decimal(value: Any, column: Column) -> str:
    return f"{Decimal(str(value)):,.{column.precision or 2}f}"


def _integer(value: Any, column: Column) -> str:
    return f"{value:,}"


_TEXTS: Final[Mapping[str, Callable[[Any, Column], str]]] = {
    "Edm.Date": lambda value, column: _day(date.fromisoformat(value)),
    "Edm.DateTimeOffset": _moment,
    "Decimal": _decimal,
    "Double": _decimal,
    "Integer": _integer,
    "BigInt": _integer,
}
