"""Deletes a line of a number series."""

from uuid import UUID

from erp.models import NoSeriesLine
from erp.operations.delete_record import delete_record


def delete_no_series_line(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a line of a number series."""
    delete_record(model=NoSeriesLine, record_id=record_id, expected_version=expected_version)
