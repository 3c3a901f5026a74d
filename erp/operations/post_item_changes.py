"""Writes item ledger entries: the one way in which a stock changes, whatever document it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from django.db.models import Max, Q

from erp.models import InventorySetup, Item, ItemLedgerEntry, ItemType
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where
from erp.operations.units_of_record import ITEM_UNITS
from erp.operations.write_rows import insert_rows, update_rows
from erp.queries.item_availability import inventory_of_items

PLACES = Decimal("0.00001")


@dataclass(frozen=True, kw_only=True)
class ItemChange:
    """A change of stock: in the named unit (blank: the base unit), negative when something goes out."""

    item_no: str
    posting_date: date
    entry_type: str
    document_no: str
    quantity: Decimal
    unit_of_measure_code: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """An item of which less than nothing is left."""

    item_no: str
    inventory: Decimal


@dataclass(frozen=True, kw_only=True)
class PostedItemChanges:
    """The entries in the order of the changes, and the items that have fallen below zero by them."""

    entries: Sequence[ItemLedgerEntry]
    shortages: Sequence[Shortage]


def post_item_changes(
    *, changes: Sequence[ItemChange], setup: InventorySetup, table: str
) -> PostedItemChanges:
    """Writes an entry per change, inside the caller's transaction, whose turn it is (``take_turn``).

    The items count as modified: their inventory is part of them for whoever listens. Raises RecordRejected
    about the change at ``index``, in the words of ``table``. The number of queries does not depend on the
    number of changes.
    """
    items = {item.no: item for item in lock_where(Item, Q(no__in={change.item_no for change in changes}))}
    units = ITEM_UNITS.quantities(items)
    entries = []
    for index, change in enumerate(changes):
        reject = partial(RecordRejected, table=table, index=index)
        item = items[change.item_no]
        _refuse_item(item, reject)
        per_unit = _quantity_per_unit(change, units, reject)
        entries.append(_entry(change, item, per_unit))
    shortages = _shortages(entries, prevent=setup.prevent_negative_inventory, table=table)
    first = (ItemLedgerEntry.objects.aggregate(last=Max("entry_no"))["last"] or 0) + 1
    for number, entry in enumerate(entries, start=first):
        entry.entry_no = number
    insert_rows(entries)
    update_rows(list(items.values()), [])
    return PostedItemChanges(entries=entries, shortages=shortages)


def _refuse_item(item: Item, reject: partial[RecordRejected]) -> None:
    if item.blocked:
        raise reject(field="item_no", code="item_blocked", params={"value": item.no})
    if item.type != ItemType.INVENTORY:
        raise reject(
            field="item_no",
            code="item_without_inventory",
            params={"value": item.no, "type": item.get_type_display()},
        )


def _quantity_per_unit(
    change: ItemChange, units: Mapping[tuple[str, str], Decimal], reject: partial[RecordRejected]
) -> Decimal:
    unit = change.unit_of_measure_code
    if not unit:
        return Decimal(1)
    if (change.item_no, unit) not in units:
        raise reject(field="unit_of_measure_code", code="not_a_unit_of_record", params={"value": unit})
    return units[change.item_no, unit]


def _entry(change: ItemChange, item: Item, per_unit: Decimal) -> ItemLedgerEntry:
    return ItemLedgerEntry(
        posting_date=change.posting_date,
        entry_type=change.entry_type,
        document_no=change.document_no,
        item_id=item.no,
        description=change.description or item.description,
        quantity=(change.quantity * per_unit).quantize(PLACES, ROUND_HALF_UP),
        unit_of_measure_code=change.unit_of_measure_code or item.base_unit_of_measure_id or "",
        qty_per_unit_of_measure=per_unit,
    )


def _shortages(entries: Sequence[ItemLedgerEntry], *, prevent: bool, table: str) -> list[Shortage]:
    """Returns the items that are below zero afterwards; raises RecordRejected when that is prevented."""
    going_out = {entry.item_id for entry in entries if entry.quantity < 0}
    inventory = inventory_of_items(going_out) if going_out else {}
    for index, entry in enumerate(entries):
        if entry.item_id not in going_out:
            continue
        before = inventory[entry.item_id]
        inventory[entry.item_id] = before + entry.quantity
        if prevent and entry.quantity < 0 and inventory[entry.item_id] < 0:
            raise RecordRejected(
                table=table,
                index=index,
                field="quantity",
                code="not_in_inventory",
                params={"value": entry.item_id, "inventory": f"{before.normalize():f}"},
            )
    return [Shortage(item_no=no, inventory=left) for no, left in sorted(inventory.items()) if left < 0]
