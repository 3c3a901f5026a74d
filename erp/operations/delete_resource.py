"""Deletes a resource with its units."""

from uuid import UUID

from django.db import transaction

from erp.models import Resource
from erp.operations.delete_record import delete_record
from erp.operations.units_of_record import RESOURCE_UNITS


@transaction.atomic
def delete_resource(*, resource_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a resource."""
    RESOURCE_UNITS.delete_with_owner(resource_id)
    delete_record(model=Resource, record_id=resource_id, expected_version=expected_version)
