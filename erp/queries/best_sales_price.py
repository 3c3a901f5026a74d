"""The best price that a customer gets for an item: its own, its price group's or everybody's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from erp.models import SalesPrice, SalesPriceType


@dataclass(frozen=True, kw_only=True)
class PriceTerms:
    """Who buys, when and in which currency; the factor is units of the currency per unit of LCY."""

    customer_no: str
    customer_price_group: str
    currency_code: str
    currency_factor: Decimal
    on: date


@dataclass(frozen=True, kw_only=True)
class SoldQuantity:
    """So much of an item, in a unit of which one is so many base units."""

    item_no: str
    unit_of_measure_code: str
    qty_per_unit_of_measure: Decimal
    quantity: Decimal


def best_sales_prices(sold: Sequence[SoldQuantity], terms: PriceTerms) -> list[Decimal | None]:
    """Returns a price per unit in the currency for each, None where no sales price fits; one query.

    A price in the currency itself goes before one in LCY; then the lowest counts. A price without a unit is
    one of the base unit, a price in LCY is converted.
    """
    prices: dict[str, list[SalesPrice]] = defaultdict(list)
    for price in SalesPrice.objects.filter(_for(terms), item__no__in={one.item_no for one in sold}):
        prices[price.item_id].append(price)
    return [_best(one, prices[one.item_no], terms) for one in sold]


def _for(terms: PriceTerms) -> Q:
    whose = Q(sales_type=SalesPriceType.ALL_CUSTOMERS)
    whose |= Q(sales_type=SalesPriceType.CUSTOMER, sales_code=terms.customer_no)
    if terms.customer_price_group:
        whose |= Q(sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP, sales_code=terms.customer_price_group)
    begun = Q(starting_date=None) | Q(starting_date__lte=terms.on)
    not_ended = Q(ending_date=None) | Q(ending_date__gte=terms.on)
    currency = Q(currency=None) | Q(currency=terms.currency_code or None)
    return whose & begun & not_ended & currency


def _best(one: SoldQuantity, prices: Sequence[SalesPrice], terms: PriceTerms) -> Decimal | None:
    candidates = [
        (price.currency_id is None and terms.currency_code != "", _unit_price(price, one, terms))
        for price in prices
        if (price.unit_of_measure_id or "") in ("", one.unit_of_measure_code)
        and _in_unit_of(price, one) >= price.minimum_quantity
    ]
    return min(candidates)[1] if candidates else None


def _in_unit_of(price: SalesPrice, one: SoldQuantity) -> Decimal:
    return one.quantity if price.unit_of_measure_id else one.quantity * one.qty_per_unit_of_measure


def _unit_price(price: SalesPrice, one: SoldQuantity, terms: PriceTerms) -> Decimal:
    per_unit = (
        price.unit_price if price.unit_of_measure_id else price.unit_price * one.qty_per_unit_of_measure
    )
    return per_unit if price.currency_id else per_unit * terms.currency_factor
