"""Those who change stocks take turns: each sees what the one before has left."""

from django.db.models import Q

from erp.models import InventorySetup
from erp.operations.locking import lock_where
from erp.operations.write_rows import insert_rows


def take_turn() -> InventorySetup:
    """Returns Inventory Setup, locked until the transaction ends; creates its row when there is none."""
    locked = lock_where(InventorySetup, Q(primary_key=""))
    if not locked:
        locked = [InventorySetup()]
        insert_rows(locked)
    return locked[0]
