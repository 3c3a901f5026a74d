"""What the choice of a base unit of measure means for the units of items and resources."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from erp.operations.errors import RecordRejected
from erp.operations.units_of_record import UnitTable
from erp.operations.write_rows import insert_rows
from erp.queries.table_fields import table_of

BASE, SALES = "base_unit_of_measure", "sales_unit_of_measure"


def take_base_as_sales_unit(row: dict[str, Any], current: Mapping[str, Any]) -> None:
    """Sets the sales unit along with a new base unit, unless it was given."""
    if row.get(BASE, current.get(BASE, "")) != current.get(BASE, "") and not row.get(SALES):
        row[SALES] = row[BASE]


def check_units(*, table: UnitTable, owners: Sequence[Any], rows: Sequence[dict[str, Any]]) -> None:
    """Checks the units that changed rows of existing records name; a new base unit becomes one of them.

    Raises RecordRejected for a base unit that does not count 1 and a sales unit that the record has not.
    """
    wanted = [
        (index, owner, row)
        for index, (owner, row) in enumerate(zip(owners, rows, strict=True))
        if row.get(BASE) or row.get(SALES)
    ]
    if not wanted:
        return
    quantities = table.quantities([owner.no for _index, owner, _row in wanted])
    missing = []
    for index, owner, row in wanted:
        base, sales = row.get(BASE), row.get(SALES)
        if base and (owner.no, base) not in quantities:
            quantities[owner.no, base] = Decimal(1)
            missing.append(table.new(owner.no, base))
        elif base and quantities[owner.no, base] != 1:
            raise _rejected(table, index, BASE, "base_unit_quantity", base)
        if sales and (owner.no, sales) not in quantities:
            raise _rejected(table, index, SALES, "not_a_unit_of_record", sales)
    insert_rows(missing)


def _rejected(table: UnitTable, index: int, field: str, code: str, value: str) -> RecordRejected:
    return RecordRejected(
        table=table_of(table.owners), index=index, field=field, code=code, params={"value": value}
    )
