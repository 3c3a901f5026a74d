"""Products become items that are counted in pieces; what is in stock comes as a positive adjustment."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.management.company_data.csv_file import CsvRow, read_csv
from erp.management.company_data.rejections import reported_by_place
from erp.models import Item, UnitOfMeasure
from erp.models.fields import normalised_code
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_items import create_items
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.modify_items import modify_items
from erp.operations.post_item_journal import post_item_journal

FILE = "products.csv"
COLUMN_OF = {
    "no": "ProductID",
    "description": "ProductName",
    "description_2": "QuantityPerUnit",
    "unit_price": "UnitPrice",
    "vendor_name": "Supplier",
}
COLUMNS = (*COLUMN_OF.values(), "UnitsInStock", "Discontinued")
BASE_UNIT = {"code": "PCS", "description": "Piece", "international_standard_code": "EA"}
DOCUMENT_NO = "OPENING"
_LINE_COLUMN_OF = {"quantity": "UnitsInStock"}


def read_products(folder: Path) -> list[CsvRow]:
    """Returns the products of a folder; a company may have none. Raises CompanyDataError."""
    rows = read_csv(folder / FILE, columns=COLUMNS) if (folder / FILE).exists() else []
    numbers: set[str] = set()
    for row in rows:
        number = _number(row)
        if not number or number in numbers:
            raise row.error("ProductID", _("The value is missing or there twice."))
        numbers.add(number)
    return rows


def load_products(rows: Sequence[CsvRow]) -> int:
    """Creates the items whose number is not there yet, with what is in stock; returns how many came."""
    if rows and not UnitOfMeasure.objects.filter(code=BASE_UNIT["code"]).exists():
        create_units_of_measure(rows=[BASE_UNIT])
    present = set(Item.objects.filter(no__in=[_number(row) for row in rows]).values_list("no", flat=True))
    new = [row for row in rows if _number(row) not in present]
    with reported_by_place(new, COLUMN_OF):
        create_items(rows=[_item(row) for row in new])
    _load_stock([row for row in new if _stock(row)])
    return len(new)


def block_discontinued(rows: Sequence[CsvRow]) -> None:
    """Blocks the items that are no longer sold."""
    numbers = [_number(row) for row in rows if row["Discontinued"].strip() not in ("", "0")]
    ids = Item.objects.filter(no__in=numbers, blocked=False).values_list("id", flat=True)
    modify_items(changes={item_id: {"blocked": True} for item_id in ids})


def _load_stock(rows: Sequence[CsvRow]) -> None:
    if not rows:
        return
    with reported_by_place(rows, _LINE_COLUMN_OF):
        lines = create_item_journal_lines(rows=[_line(row) for row in rows])
    post_item_journal(line_ids=[line.id for line in lines])


def _number(row: CsvRow) -> str:
    return normalised_code(row["ProductID"])


def _item(row: CsvRow) -> dict[str, Any]:
    values = {field: row[column].strip() for field, column in COLUMN_OF.items()}
    return {**values, "base_unit_of_measure": BASE_UNIT["code"]}


def _stock(row: CsvRow) -> Decimal:
    text = row["UnitsInStock"].strip()
    try:
        return Decimal(text or 0)
    except InvalidOperation as error:
        raise row.error("UnitsInStock", _("“%(value)s” is not a number.") % {"value": text[:40]}) from error


def _line(row: CsvRow) -> dict[str, Any]:
    return {
        "posting_date": timezone.localdate(),
        "document_no": DOCUMENT_NO,
        "item_no": _number(row),
        "quantity": _stock(row),
    }
