"""Deletes a unit in which a resource is counted."""

from uuid import UUID

from django.db import transaction

from erp.models import ResourceUnitOfMeasure
from erp.operations.delete_record import delete_record
from erp.operations.units_of_record import RESOURCE_UNITS, refuse_used_unit


@transaction.atomic
def delete_resource_unit_of_measure(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a unit of a resource; raises RecordInUse for the unit that the resource itself names."""
    refuse_used_unit(RESOURCE_UNITS, record_id)
    delete_record(model=ResourceUnitOfMeasure, record_id=record_id, expected_version=expected_version)
