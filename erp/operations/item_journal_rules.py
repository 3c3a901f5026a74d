"""What a line of the item journal gets from its item, and what it must fulfil."""

from collections.abc import Mapping, Sequence
from typing import Any

from erp.models import Item
from erp.operations.errors import RecordRejected
from erp.operations.units_of_record import ITEM_UNITS

TABLE = "item_journal_line"


def take_from_items(rows: Sequence[dict[str, Any]], current: Sequence[Mapping[str, Any]]) -> None:
    """Gives rows with a new item its description and base unit unless given; checks the units of all.

    Raises RecordRejected for a unit that the item has not. Two queries, for many rows as for one.
    """
    numbers = [row.get("item_no") or old.get("item_no", "") for row, old in zip(rows, current, strict=True)]
    items = {item.no: item for item in Item.objects.filter(no__in=set(numbers))}
    units = ITEM_UNITS.quantities(set(numbers))
    for index, (row, old, number) in enumerate(zip(rows, current, numbers, strict=True)):
        if number != old.get("item_no") and number in items:
            row["description"] = row.get("description") or items[number].description
            row["unit_of_measure_code"] = (
                row.get("unit_of_measure_code") or items[number].base_unit_of_measure_id or ""
            )
        unit = row.get("unit_of_measure_code")
        if unit and (number, unit) not in units:
            raise RecordRejected(
                table=TABLE,
                index=index,
                field="unit_of_measure_code",
                code="not_a_unit_of_record",
                params={"value": unit},
            )
