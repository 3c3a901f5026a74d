"""Deletes a unit of measure."""

from uuid import UUID

from erp.models import UnitOfMeasure
from erp.operations.delete_record import delete_record


def delete_unit_of_measure(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a unit of measure; raises RecordInUse when items, resources or prices refer to it."""
    delete_record(model=UnitOfMeasure, record_id=record_id, expected_version=expected_version)
