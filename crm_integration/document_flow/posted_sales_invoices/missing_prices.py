"""What an invoice sells and its price list does not hold is added to the list, at the invoice's price.

Source: SD 3. Lists that the back office maintains are left alone: items and sales prices bring their rows.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure
from crm_integration.dataverse.operations import Create
from crm_integration.mappings.customer_price_group_pricelevel import CUSTPRCGRP_PRICE
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.table_mapping.values import LookupValue

PRICES: Final = "productpricelevels"
CURRENCY_AMOUNT: Final = 1
AT_ONCE: Final = 25
# A product in the unit that it is sold in.
Sold = tuple[UUID, UUID]


def add_missing_prices(
    client: DataverseClient,
    price_list_id: UUID,
    lines: Sequence[Mapping[str, Any]],
    setup: ConnectionSetup,
) -> None:
    """``lines``: values of the invoice's lines. Raises DataverseError."""
    prices = _prices(lines)
    if not prices or _is_maintained(price_list_id, setup):
        return
    missing = prices.keys() - _known(client, price_list_id, sorted({product for product, _ in prices}))
    creates = [_row(price_list_id, sold, prices[sold]) for sold in sorted(missing)]
    for result in client.execute(creates) if creates else ():
        if result.error is not None and result.error.cure not in (Cure.DUPLICATE, Cure.CONCURRENCY):
            raise result.error


def _prices(lines: Sequence[Mapping[str, Any]]) -> dict[Sold, Decimal]:
    """The first line that sells a product in a unit decides; what is given away has no price."""
    found: dict[Sold, Decimal] = {}
    for line in lines:
        product, unit, price = line.get("productid"), line.get("uomid"), line.get("priceperunit")
        if product and unit and price and price > 0:
            found.setdefault((product.id, unit.id), price)
    return found


def _is_maintained(price_list_id: UUID, setup: ConnectionSetup) -> bool:
    groups = Coupling.objects.filter(mapping=CUSTPRCGRP_PRICE.name, crm_id=price_list_id)
    return price_list_id == setup.default_price_list_id or groups.exists()


def _known(client: DataverseClient, price_list_id: UUID, products: Sequence[UUID]) -> set[Sold]:
    found: set[Sold] = set()
    for start in range(0, len(products), AT_ONCE):
        some = " or ".join(f"_productid_value eq {id}" for id in products[start : start + AT_ONCE])
        filter = f"_pricelevelid_value eq {price_list_id} and ({some})"
        for page in client.pages(PRICES, select=("productid", "uomid"), filter=filter):
            for row in page.rows:
                product, unit = row.values["productid"], row.values["uomid"]
                if isinstance(product, LookupValue) and isinstance(unit, LookupValue):
                    found.add((product.id, unit.id))
    return found


def _row(price_list_id: UUID, sold: Sold, price: Decimal) -> Create:
    product, unit = sold
    values = {
        "pricelevelid": LookupValue(price_list_id, "pricelevel"),
        "productid": LookupValue(product, "product"),
        "uomid": LookupValue(unit, "uom"),
        "amount": price,
        "pricingmethodcode": CURRENCY_AMOUNT,
    }
    return Create(PRICES, uuid5(price_list_id, f"{product}/{unit}"), values)
