"""Deletes a salesperson."""

from uuid import UUID

from erp.models import Salesperson
from erp.operations.delete_record import delete_record


def delete_salesperson(*, salesperson_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a salesperson; raises RecordInUse when other records refer to it."""
    delete_record(model=Salesperson, record_id=salesperson_id, expected_version=expected_version)
