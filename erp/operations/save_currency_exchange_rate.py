"""Creates or modifies an exchange rate; the currency counts as modified by it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import Currency, CurrencyExchangeRate
from erp.operations.locking import lock_where
from erp.operations.save_line import save_line
from erp.operations.write_rows import update_rows


@transaction.atomic
def save_currency_exchange_rate(
    *, values: Mapping[str, Any], record_id: UUID | None = None, expected_version: int | None = None
) -> CurrencyExchangeRate:
    """Creates an exchange rate, or modifies the one with the id; its key is currency and starting date.

    The currency's row version goes up, too: what a currency is worth is part of it for whoever listens.
    """
    rate = save_line(
        model=CurrencyExchangeRate,
        key=("currency_code", "starting_date"),
        values=values,
        record_id=record_id,
        expected_version=expected_version,
    )
    touch_currency(rate.currency_id)
    return rate


def touch_currency(currency_code: str) -> None:
    """Counts a change of a currency's rates as a change of the currency."""
    update_rows(lock_where(Currency, Q(code=currency_code)), [])
