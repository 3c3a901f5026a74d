"""Deletes a number series."""

from uuid import UUID

from erp.models import NoSeries
from erp.operations.delete_record import delete_record


def delete_no_series(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a number series; raises RecordInUse when other records refer to it."""
    delete_record(model=NoSeries, record_id=record_id, expected_version=expected_version)
