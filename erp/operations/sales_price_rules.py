"""What a sales price must fulfil as a whole: an item with the unit, somebody whose price it is, a period."""

from collections.abc import Mapping, Sequence
from typing import Any

from erp.models import SalesPrice
from erp.models.statements import new_values
from erp.operations.errors import RecordRejected
from erp.operations.line_records import refuse_blank
from erp.operations.references import check_references
from erp.operations.sales_codes import check_sales_codes
from erp.operations.unit_amounts import round_unit_amounts
from erp.operations.units_of_record import ITEM_UNITS
from erp.queries.table_fields import record_values

TABLE = "sales_price"
KEY = (
    "item_no",
    "sales_type",
    "sales_code",
    "starting_date",
    "currency_code",
    "unit_of_measure_code",
    "minimum_quantity",
)
_RULED = (*KEY, "ending_date")


def check_prices(rows: Sequence[dict[str, Any]], current: Sequence[Mapping[str, Any]]) -> None:
    """Checks clean rows together with the values that they leave as they are; rounds their prices.

    Raises RecordRejected. The number of queries does not depend on the number of rows.
    """
    check_references(table=TABLE, rows=rows)
    round_unit_amounts(rows)
    whole = [
        {name: row.get(name, old[name]) for name in _RULED} for row, old in zip(rows, current, strict=True)
    ]
    refuse_blank(table=TABLE, rows=whole, fields=("item_no", "sales_type"), new=True)
    check_sales_codes(whole)
    _check_units(whole)
    for index, row in enumerate(whole):
        start, end = row["starting_date"], row["ending_date"]
        if start and end and end < start:
            raise RecordRejected(
                table=TABLE,
                index=index,
                field="ending_date",
                code="ends_before_start",
                params={"value": start.isoformat()},
            )


def values_of_new_price() -> dict[str, Any]:
    """Returns what a price holds that nobody has given, by field name."""
    return record_values(SalesPrice(**new_values(SalesPrice)))


def _check_units(rows: Sequence[Mapping[str, Any]]) -> None:
    with_unit = [row["item_no"] for row in rows if row["unit_of_measure_code"]]
    known = ITEM_UNITS.quantities(set(with_unit)) if with_unit else {}
    for index, row in enumerate(rows):
        unit = row["unit_of_measure_code"]
        if unit and (row["item_no"], unit) not in known:
            raise RecordRejected(
                table=TABLE,
                index=index,
                field="unit_of_measure_code",
                code="not_a_unit_of_record",
                params={"value": unit},
            )
