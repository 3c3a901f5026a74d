"""Deletes a sales price."""

from uuid import UUID

from erp.models import SalesPrice
from erp.operations.delete_record import delete_record


def delete_sales_price(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a sales price."""
    delete_record(model=SalesPrice, record_id=record_id, expected_version=expected_version)
