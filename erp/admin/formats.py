"""How values of the back office are written for people: names of records, amounts."""

from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.utils import formats
from django.utils.translation import override


def record_name(record: Model) -> str:
    """Key and name of a record as in headings and choices: 10025 · Santé Gourmet."""
    key = getattr(record, "no", "") or getattr(record, "code", "")
    name = getattr(record, "name", "") or getattr(record, "description", "")
    return " · ".join(part for part in (key, name) if part) or str(record)


def amount_text(value: Decimal | None) -> str:
    """An amount in the reader's format, with two decimals or as many as it needs."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def money_text(value: Decimal | None, currency_code: str) -> str:
    """An amount with its currency: EUR 1,234.50."""
    return f"{currency_code} {amount_text(value)}".strip() if value is not None else ""


def quantity_text(value: Decimal | None) -> str:
    """A quantity in the reader's format, with as many decimals as it needs."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def period_text(start: date | None, end: date | None) -> str:
    """A period whose ends may be open; nothing when it always holds."""
    first, last = (formats.date_format(day) if day else "" for day in (start, end))
    return f"{first} \N{EN DASH} {last}".strip() if first or last else ""


def in_english(text: object) -> str:
    """The English wording of a lazy text, for what must not depend on the reader."""
    with override("en"):
        return str(text)
