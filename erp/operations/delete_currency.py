"""Deletes a currency with its exchange rates."""

from uuid import UUID

from erp.models import Currency
from erp.operations.delete_record import delete_record


def delete_currency(*, currency_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a currency with its exchange rates; raises RecordInUse when other records refer to it."""
    delete_record(model=Currency, record_id=currency_id, expected_version=expected_version)
