"""What a sales line takes from the item, the resource or the account that it sells."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from erp.models import (
    GLAccount,
    Item,
    ItemType,
    ItemUnitOfMeasure,
    Resource,
    ResourceUnitOfMeasure,
    SalesLineType,
)

ProductKey = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class SoldProduct:
    """The unit price is in local currency and per base unit; ``units`` are quantities per unit by code.

    Units are None for what can be sold in any unit.
    """

    description: str
    description_2: str = ""
    blocked: bool
    unit: str = ""
    unit_price: Decimal = Decimal(0)
    price_includes_vat: bool = False
    vat_bus_posting_gr_price: str = ""
    vat_prod_posting_group: str
    allow_invoice_disc: bool = True
    has_inventory: bool = False
    units: Mapping[str, Decimal] | None = field(default_factory=dict)


def sold_products(keys: Iterable[ProductKey]) -> dict[ProductKey, SoldProduct]:
    """Returns the products by line type and number, in a constant number of queries."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for line_type, no in keys:
        numbers[line_type].add(no)
    found: dict[ProductKey, SoldProduct] = {}
    if items := numbers[SalesLineType.ITEM]:
        found |= {(SalesLineType.ITEM.value, no): product for no, product in _items(items)}
    if resources := numbers[SalesLineType.RESOURCE]:
        found |= {(SalesLineType.RESOURCE.value, no): product for no, product in _resources(resources)}
    if accounts := numbers[SalesLineType.GL_ACCOUNT]:
        found |= {(SalesLineType.GL_ACCOUNT.value, no): product for no, product in _accounts(accounts)}
    return found


def _items(numbers: Collection[str]) -> Iterable[tuple[str, SoldProduct]]:
    rows = ItemUnitOfMeasure.objects.filter(item__no__in=numbers)
    units = _by_owner(rows.values_list("item_id", "unit_of_measure_id", "qty_per_unit_of_measure"))
    for item in Item.objects.filter(no__in=numbers):
        yield (
            item.no,
            SoldProduct(
                description=item.description,
                description_2=item.description_2,
                blocked=item.blocked or item.sales_blocked,
                unit=item.sales_unit_of_measure_id or item.base_unit_of_measure_id or "",
                unit_price=item.unit_price,
                price_includes_vat=item.price_includes_vat,
                vat_bus_posting_gr_price=item.vat_bus_posting_gr_price_id or "",
                vat_prod_posting_group=item.vat_prod_posting_group_id or "",
                has_inventory=item.type == ItemType.INVENTORY,
                units=units[item.no],
            ),
        )


def _resources(numbers: Collection[str]) -> Iterable[tuple[str, SoldProduct]]:
    rows = ResourceUnitOfMeasure.objects.filter(resource__no__in=numbers)
    units = _by_owner(rows.values_list("resource_id", "unit_of_measure_id", "qty_per_unit_of_measure"))
    for resource in Resource.objects.filter(no__in=numbers):
        yield (
            resource.no,
            SoldProduct(
                description=resource.name,
                blocked=resource.blocked,
                unit=resource.base_unit_of_measure_id or "",
                unit_price=resource.unit_price,
                vat_prod_posting_group=resource.vat_prod_posting_group_id or "",
                units=units[resource.no],
            ),
        )


def _accounts(numbers: Collection[str]) -> Iterable[tuple[str, SoldProduct]]:
    for account in GLAccount.objects.filter(no__in=numbers):
        yield (
            account.no,
            SoldProduct(
                description=account.name,
                blocked=account.blocked,
                vat_prod_posting_group=account.vat_prod_posting_group_id or "",
                allow_invoice_disc=False,
                units=None,
            ),
        )


def _by_owner(rows: Iterable[Any]) -> dict[str, dict[str, Decimal]]:
    units: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for owner, code, quantity in rows:
        units[owner][code] = quantity
    return units
