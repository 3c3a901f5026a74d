"""How much of an item there is and can be sold, for many items with one query."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from erp.models import Item, ItemLedgerEntry
from erp.models.fields import AMOUNT

PLACES = Decimal("0.00001")


@dataclass(frozen=True, kw_only=True)
class ItemAvailability:
    """Quantities in base units: what is in stock, and what of it is not promised to anybody."""

    inventory: Decimal
    available: Decimal


def item_availability(item_nos: Collection[str]) -> dict[str, ItemAvailability]:
    """Returns the availability of each item by number; zero for one that was never in stock."""
    return {
        no: ItemAvailability(inventory=inventory, available=inventory)
        for no, inventory in inventory_of_items(item_nos).items()
    }


def inventory_of_items(item_nos: Collection[str]) -> dict[str, Decimal]:
    """Returns the inventory of each item by number; zero for one that was never in stock."""
    entries = ItemLedgerEntry.objects.filter(item__in=list(item_nos)).order_by()
    sums = entries.values_list("item_id").annotate(inventory=Sum("quantity"))
    return dict.fromkeys(item_nos, Decimal(0)) | {no: total.quantize(PLACES) for no, total in sums}


def with_inventory(items: QuerySet[Item]) -> QuerySet[Any]:
    """Returns the items with ``inventory``, the sum of their ledger entries."""
    entries = ItemLedgerEntry.objects.filter(item=OuterRef("no")).order_by().values("item")
    total = entries.annotate(total=Round(Sum("quantity"), precision=5)).values("total")
    zero = Value(Decimal(0), output_field=DecimalField(**AMOUNT))  # type: ignore[arg-type]
    return items.annotate(
        inventory=Coalesce(Subquery(total), zero, output_field=DecimalField(**AMOUNT))  # type: ignore[arg-type]
    )
