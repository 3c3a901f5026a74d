"""Deletes a customer price group."""

from uuid import UUID

from erp.models import CustomerPriceGroup
from erp.operations.delete_record import delete_record


def delete_customer_price_group(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a customer price group; raises RecordInUse when other records refer to it."""
    delete_record(model=CustomerPriceGroup, record_id=record_id, expected_version=expected_version)
