"""Which price a line gets that says none: the best sales price, else the price on the product's card."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import timezone

from erp.models import SalesHeader, SalesLineType
from erp.operations.sales_amounts import rounded
from erp.operations.sales_line_plan import PlannedLine
from erp.queries.best_sales_price import PriceTerms, SoldQuantity, best_sales_prices
from erp.queries.rounding_precision import RoundingPrecision
from erp.queries.sold_products import SoldProduct
from erp.queries.vat_rates import NO_VAT, VatRate

Rates = Mapping[tuple[str, str], VatRate]
Products = Mapping[tuple[str, str], SoldProduct]
_HUNDRED = Decimal(100)


def price_lines(
    header: SalesHeader,
    lines: Sequence[PlannedLine],
    *,
    products: Products,
    rates: Rates,
    precision: RoundingPrecision,
) -> None:
    """Sets the unit prices of lines, in the document's currency and with VAT when its prices include it."""
    items = [one for one in lines if one.product[0] == SalesLineType.ITEM]
    best = best_sales_prices([_sold(one) for one in items], _terms(header)) if items else []
    found = {one.index: price for one, price in zip(items, best, strict=True) if price is not None}
    for one in lines:
        product = products[one.product]
        price = found.get(one.index)
        if price is None:
            price = product.unit_price * one.will_be("qty_per_unit_of_measure") * _factor(header)
            price = _without_vat(price, product, rates)
        price = _as_the_document_wants(price, header, one, rates)
        one.row["unit_price"] = rounded(price, precision.unit_amount)


def _terms(header: SalesHeader) -> PriceTerms:
    return PriceTerms(
        customer_no=header.sell_to_customer_id,
        customer_price_group=header.customer_price_group_id or "",
        currency_code=header.currency_id or "",
        currency_factor=_factor(header),
        on=header.order_date or timezone.localdate(),
    )


def _sold(one: PlannedLine) -> SoldQuantity:
    return SoldQuantity(
        item_no=one.will_be("no"),
        unit_of_measure_code=one.will_be("unit_of_measure_code", "unit_of_measure_id"),
        qty_per_unit_of_measure=one.will_be("qty_per_unit_of_measure"),
        quantity=one.will_be("quantity"),
    )


def _factor(header: SalesHeader) -> Decimal:
    return header.currency_factor or Decimal(1)


def _without_vat(price: Decimal, product: SoldProduct, rates: Rates) -> Decimal:
    if not product.price_includes_vat:
        return price
    key = (product.vat_bus_posting_gr_price, product.vat_prod_posting_group)
    return price * _HUNDRED / (_HUNDRED + rates.get(key, NO_VAT).percent)


def _as_the_document_wants(price: Decimal, header: SalesHeader, one: PlannedLine, rates: Rates) -> Decimal:
    if not header.prices_including_vat:
        return price
    group = one.will_be("vat_prod_posting_group", "vat_prod_posting_group_id")
    rate = rates.get((header.vat_bus_posting_group_id or "", group), NO_VAT)
    return price * (_HUNDRED + rate.percent) / _HUNDRED
