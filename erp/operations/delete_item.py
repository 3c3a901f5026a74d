"""Deletes an item with its units and sales prices; one that was ever in stock stays."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import Item, SalesPrice
from erp.operations.delete_record import delete_record
from erp.operations.delete_where import delete_where
from erp.operations.units_of_record import ITEM_UNITS


@transaction.atomic
def delete_item(*, item_id: UUID, expected_version: int | None = None) -> None:
    """Deletes an item; raises RecordInUse when there are ledger entries or journal lines of it."""
    ITEM_UNITS.delete_with_owner(item_id)
    delete_where(SalesPrice, Q(item__id=item_id))
    delete_record(model=Item, record_id=item_id, expected_version=expected_version)
