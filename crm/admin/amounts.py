"""Amounts of money on the salespeople's pages: in the reader's format, with their currency."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format


def amount_text(amount: Decimal | None, currency: Any) -> str:
    """``1,234.50 EUR``; nothing for an amount that is not known."""
    if amount is None:
        return ""
    precision = 2 if currency is None or currency.currencyprecision is None else currency.currencyprecision
    text = number_format(amount, precision, use_l10n=True, force_grouping=True)
    return f"{text} {currency.isocurrencycode}" if currency else text
