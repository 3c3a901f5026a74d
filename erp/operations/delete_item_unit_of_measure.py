"""Deletes a unit in which a item is counted."""

from uuid import UUID

from django.db import transaction

from erp.models import ItemUnitOfMeasure
from erp.operations.delete_record import delete_record
from erp.operations.units_of_record import ITEM_UNITS, refuse_used_unit


@transaction.atomic
def delete_item_unit_of_measure(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a unit of a item; raises RecordInUse for the unit that the item itself names."""
    refuse_used_unit(ITEM_UNITS, record_id)
    delete_record(model=ItemUnitOfMeasure, record_id=record_id, expected_version=expected_version)
