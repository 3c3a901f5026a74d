"""Modifies items."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import Item, ItemLedgerEntry
from erp.operations.assign_values import refuse_new_key
from erp.operations.base_units import check_units, take_base_as_sales_unit
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.unit_amounts import round_unit_amounts
from erp.operations.units_of_record import ITEM_UNITS
from erp.queries.table_fields import record_values

FIXED_BY_ENTRIES = ("base_unit_of_measure", "type")


@transaction.atomic
def modify_items(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Item]:
    """Modifies items by id and returns them as they are now, in the order of ``changes``.

    What has not changed is not written. Base unit and type stay once there are ledger entries. Raises
    RecordRejected, RecordChanged, RecordMissing; nothing is written then.
    """
    locked = lock_where(Item, Q(id__in=list(changes)))
    items = pick(locked, list(changes), model=Item, expected_versions=expected_versions)
    rows = clean_rows(table="item", rows=changes.values())
    current = [record_values(item) for item in items]
    for index, (item, row) in enumerate(zip(items, rows, strict=True)):
        refuse_new_key(table="item", key="no", index=index, record=item, values=row)
        take_base_as_sales_unit(row, current[index])
    check_references(table="item", rows=rows)
    round_unit_amounts(rows)
    _refuse_with_entries(current, rows)
    check_units(table=ITEM_UNITS, owners=items, rows=rows)
    write_changes(items, rows)
    return items


def _refuse_with_entries(current: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> None:
    changing = [
        (index, old["no"], name)
        for index, (old, row) in enumerate(zip(current, rows, strict=True))
        for name in FIXED_BY_ENTRIES
        if row.get(name, old[name]) != old[name]
    ]
    if not changing:
        return
    entries = ItemLedgerEntry.objects.filter(item__no__in=[number for _index, number, _name in changing])
    posted = set(entries.values_list("item_id", flat=True).distinct().order_by())
    for index, number, name in changing:
        if number in posted:
            raise RecordRejected(
                table="item", index=index, field=name, code="has_ledger_entries", params={"value": number}
            )
