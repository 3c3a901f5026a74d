"""Modifies units in which resources are counted."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import ResourceUnitOfMeasure
from erp.operations.units_of_record import RESOURCE_UNITS, modify_units


@transaction.atomic
def modify_resource_units_of_measure(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[ResourceUnitOfMeasure]:
    """Modifies units by id and returns them as they are now; the base unit always counts 1."""
    return modify_units(table=RESOURCE_UNITS, changes=changes, expected_versions=expected_versions)
