"""Loads the invented products of the demo company; what is there already is left alone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from erp.demo.products import DEMO_ITEMS, DEMO_RESOURCES, DEMO_UNITS, DemoItem, DemoResource
from erp.models import CustomerPriceGroup, Item, Resource, UnitOfMeasure
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_items import create_items
from erp.operations.create_resource_units_of_measure import create_resource_units_of_measure
from erp.operations.create_resources import create_resources
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.post_item_journal import post_item_journal

_POSTING_DATE = date(2026, 1, 2)
_DOCUMENT_NO = "OPENING"
_HOURS_OF_A_DAY = Decimal("7.5")
# Of the unit price, by customer price group.
_SHARES = {"RETAIL": Decimal("0.95"), "DEALER": Decimal("0.8")}


def load_demo_products() -> None:
    """Creates the units, items with stock and prices, and resources that are missing."""
    present = set(UnitOfMeasure.objects.values_list("code", flat=True))
    create_units_of_measure(rows=[row for row in DEMO_UNITS if row["code"] not in present])
    present = set(Item.objects.values_list("no", flat=True))
    _load_items([item for item in DEMO_ITEMS if item.no not in present])
    present = set(Resource.objects.values_list("no", flat=True))
    _load_resources([resource for resource in DEMO_RESOURCES if resource.no not in present])


def _load_items(items: Sequence[DemoItem]) -> None:
    create_items(rows=[_item(item) for item in items])
    boxes = [
        {"item_no": item.no, "code": "BOX", "qty_per_unit_of_measure": item.per_box}
        for item in items
        if item.per_box
    ]
    create_item_units_of_measure(rows=boxes)
    if lines := create_item_journal_lines(rows=[_line(item) for item in items if item.inventory]):
        post_item_journal(line_ids=[line.id for line in lines])
    groups = set(CustomerPriceGroup.objects.filter(code__in=_SHARES).values_list("code", flat=True))
    create_sales_prices(rows=[_price(item, code) for code in sorted(groups) for item in items])


def _load_resources(resources: Sequence[DemoResource]) -> None:
    create_resources(rows=[{**resource._asdict(), "base_unit_of_measure": "HOUR"} for resource in resources])
    create_resource_units_of_measure(
        rows=[
            {"resource_no": resource.no, "code": "DAY", "qty_per_unit_of_measure": _HOURS_OF_A_DAY}
            for resource in resources
        ]
    )


def _item(item: DemoItem) -> dict[str, Any]:
    fields = item._asdict()
    unit = fields.pop("unit")
    del fields["per_box"], fields["inventory"]
    number = f"{item.vendor_no}-{item.no}" if item.vendor_no else ""
    return {**fields, "base_unit_of_measure": unit, "vendor_item_no": number}


def _line(item: DemoItem) -> dict[str, Any]:
    return {
        "posting_date": _POSTING_DATE,
        "document_no": _DOCUMENT_NO,
        "item_no": item.no,
        "entry_type": "positive_adjmt" if item.inventory > 0 else "negative_adjmt",
        "quantity": abs(item.inventory),
    }


def _price(item: DemoItem, group: str) -> dict[str, Any]:
    return {
        "sales_type": "customer_price_group",
        "sales_code": group,
        "item_no": item.no,
        "unit_of_measure_code": item.unit,
        "unit_price": (item.unit_price * _SHARES[group]).quantize(Decimal("0.01")),
    }
