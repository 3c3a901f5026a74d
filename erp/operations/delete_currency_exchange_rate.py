"""Deletes an exchange rate; the currency counts as modified by it."""

from uuid import UUID

from django.db import transaction

from erp.models import CurrencyExchangeRate
from erp.operations.delete_record import delete_record
from erp.operations.save_currency_exchange_rate import touch_currency


@transaction.atomic
def delete_currency_exchange_rate(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes an exchange rate."""
    currency_codes = list(
        CurrencyExchangeRate.objects.filter(id=record_id).values_list("currency__code", flat=True)
    )
    delete_record(model=CurrencyExchangeRate, record_id=record_id, expected_version=expected_version)
    for code in currency_codes:
        touch_currency(code)
