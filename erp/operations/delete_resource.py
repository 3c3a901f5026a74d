"""Deletes a resource with its units."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import Resource, ResourceUnitOfMeasure
from erp.operations.delete_record import delete_record
from erp.operations.delete_where import delete_where


@transaction.atomic
def delete_resource(*, resource_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a resource."""
    delete_where(ResourceUnitOfMeasure, Q(resource__id=resource_id))
    delete_record(model=Resource, record_id=resource_id, expected_version=expected_version)
