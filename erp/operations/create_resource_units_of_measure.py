"""Creates units in which resources are counted."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import ResourceUnitOfMeasure
from erp.operations.units_of_record import RESOURCE_UNITS, create_units


@transaction.atomic
def create_resource_units_of_measure(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[ResourceUnitOfMeasure]:
    """Creates a unit per row; ``resource_no`` and ``code`` are required; without a quantity it is 1."""
    return create_units(table=RESOURCE_UNITS, rows=rows, created_ids=created_ids)
