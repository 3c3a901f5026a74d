"""Creates units in which items are counted."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import ItemUnitOfMeasure
from erp.operations.units_of_record import ITEM_UNITS, create_units


@transaction.atomic
def create_item_units_of_measure(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[ItemUnitOfMeasure]:
    """Creates a unit per row; ``item_no`` and ``code`` are required; without a quantity it is 1."""
    return create_units(table=ITEM_UNITS, rows=rows, created_ids=created_ids)
