"""Deletes a country or region."""

from uuid import UUID

from erp.models import CountryRegion
from erp.operations.delete_record import delete_record


def delete_country_region(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a country or region; raises RecordInUse when other records refer to it."""
    delete_record(model=CountryRegion, record_id=record_id, expected_version=expected_version)
