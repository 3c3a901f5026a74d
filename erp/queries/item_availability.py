"""How much of an item there is and can be sold, for many items with a constant number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from erp.models import Item, ItemLedgerEntry, SalesDocumentType, SalesLine, SalesLineType
from erp.models.fields import AMOUNT

PLACES = Decimal("0.00001")


@dataclass(frozen=True, kw_only=True)
class ItemAvailability:
    """Quantities in base units: what is in stock, and what of it is on no order."""

    inventory: Decimal
    available: Decimal


def item_availability(item_nos: Collection[str]) -> dict[str, ItemAvailability]:
    """Returns the availability of each item by number; zero for one that was never in stock."""
    promised = quantities_on_orders(item_nos)
    return {
        no: ItemAvailability(inventory=inventory, available=inventory - promised.get(no, Decimal(0)))
        for no, inventory in inventory_of_items(item_nos).items()
    }


def quantities_on_orders(item_nos: Collection[str]) -> dict[str, Decimal]:
    """Returns what of each item is ordered and not shipped, in base units, by number."""
    lines = SalesLine.objects.filter(
        type=SalesLineType.ITEM,
        no__in=list(item_nos),
        document__document_type=SalesDocumentType.ORDER,
        outstanding_quantity__gt=0,
    )
    in_base_units = Sum(
        F("outstanding_quantity") * F("qty_per_unit_of_measure"),
        output_field=DecimalField(max_digits=38, decimal_places=10),
    )
    sums = lines.order_by().values_list("no").annotate(promised=in_base_units)
    return {no: promised.quantize(PLACES) for no, promised in sums}


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
