"""Deletes a sales cycle."""

from uuid import UUID

from erp.models import SalesCycle
from erp.operations.delete_record import delete_record


def delete_sales_cycle(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a sales cycle; raises RecordInUse when opportunities refer to it."""
    delete_record(model=SalesCycle, record_id=record_id, expected_version=expected_version)
