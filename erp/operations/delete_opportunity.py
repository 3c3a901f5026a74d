"""Deletes an opportunity."""

from uuid import UUID

from erp.models import Opportunity
from erp.operations.delete_record import delete_record


def delete_opportunity(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes an opportunity, whatever its status."""
    delete_record(model=Opportunity, record_id=record_id, expected_version=expected_version)
