"""Creates items, each with its unit group and its base unit of measure as a unit that counts 1."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import Item
from erp.operations.base_units import take_base_as_sales_unit
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import build_new, insert_unique
from erp.operations.errors import RecordRejected
from erp.operations.number_records import number_rows
from erp.operations.references import check_references
from erp.operations.unit_amounts import round_unit_amounts
from erp.operations.units_of_record import ITEM_UNITS


@transaction.atomic
def create_items(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Item]:
    """Creates an item per row; a row without ``no`` is numbered from the items' number series.

    The sales unit of measure is the base unit, the only unit that a new item has. The number of queries
    does not depend on the number of rows. Raises RecordRejected; nothing is written then.
    """
    values = clean_rows(table="item", rows=rows)
    check_references(table="item", rows=values)
    round_unit_amounts(values)
    for index, row in enumerate(values):
        take_base_as_sales_unit(row, {})
        _refuse_other_sales_unit(index, row)
    number_rows(model=Item, rows=values)
    items = build_new(model=Item, rows=values, created_ids=created_ids)
    insert_unique(records=items, key="no", created_ids=created_ids)
    ITEM_UNITS.insert_with_owners(items)
    return items


def _refuse_other_sales_unit(index: int, row: Mapping[str, Any]) -> None:
    unit = row.get("sales_unit_of_measure", "")
    if unit and unit != row.get("base_unit_of_measure", ""):
        raise RecordRejected(
            table="item",
            index=index,
            field="sales_unit_of_measure",
            code="not_a_unit_of_record",
            params={"value": unit},
        )
