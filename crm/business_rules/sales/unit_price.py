"""The price of one unit: what a price list item says of a product. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

from crm.business_rules.sales.pricing_errors import PricingError

NO_ROUNDING, UP, DOWN, TO_NEAREST = 1, 2, 3, 4
ENDS_IN, MULTIPLE_OF = 1, 2

_HUNDRED: Final = Decimal(100)
_WAYS: Final = {UP: ROUND_CEILING, DOWN: ROUND_FLOOR, TO_NEAREST: ROUND_HALF_UP}


@dataclass(frozen=True, kw_only=True)
class PriceListItem:
    """``method`` is ``pricingmethodcode``: an amount, per cent of the list price, or on top of a cost."""

    method: int = 1
    amount: Decimal | None = None
    percentage: Decimal | None = None
    rounding_policy: int = NO_ROUNDING
    rounding_option: int = ENDS_IN
    rounding_amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ProductPrices:
    list_price: Decimal | None = None
    current_cost: Decimal | None = None
    standard_cost: Decimal | None = None


class NoPrice(Exception):
    """The price cannot be calculated; ``error`` says why."""

    def __init__(self, error: PricingError) -> None:
        super().__init__(error.name)
        self.error = error


def unit_price(item: PriceListItem, product: ProductPrices) -> Decimal:
    """The price of one unit by the item's pricing method and rounding policy. Raises NoPrice."""
    method = _METHODS.get(item.method)
    if method is None:
        raise NoPrice(PricingError.INVALID_PRICING_CODE)
    return _by_policy(method(item, product), item)


def _amount(item: PriceListItem, product: ProductPrices) -> Decimal:
    return _known(item.amount, PricingError.MISSING_PRICE_LEVEL_AMOUNT)


def _percent_of_list(item: PriceListItem, product: ProductPrices) -> Decimal:
    return _known(product.list_price, PricingError.MISSING_PRICE) * _percentage(item) / _HUNDRED


def _markup(cost: Decimal, item: PriceListItem) -> Decimal:
    return cost * (1 + _percentage(item) / _HUNDRED)


def _margin(cost: Decimal, item: PriceListItem) -> Decimal:
    percentage = _percentage(item)
    if percentage >= _HUNDRED:
        raise NoPrice(PricingError.INVALID_PRICE_LEVEL_PERCENTAGE)
    return cost / (1 - percentage / _HUNDRED)


def _current(product: ProductPrices) -> Decimal:
    return _known(product.current_cost, PricingError.MISSING_CURRENT_COST)


def _standard(product: ProductPrices) -> Decimal:
    return _known(product.standard_cost, PricingError.MISSING_STANDARD_COST)


_METHODS: Final[Mapping[int, Callable[[PriceListItem, ProductPrices], Decimal]]] = {
    1: _amount,
    2: _percent_of_list,
    3: lambda item, product: _markup(_current(product), item),
    4: lambda item, product: _margin(_current(product), item),
    5: lambda item, product: _markup(_standard(product), item),
    6: lambda item, product: _margin(_standard(product), item),
}


def _known(value: Decimal | None, error: PricingError) -> Decimal:
    if value is None:
        raise NoPrice(error)
    return value


def _percentage(item: PriceListItem) -> Decimal:
    return _known(item.percentage, PricingError.MISSING_PRICE_LEVEL_PERCENTAGE)


def _by_policy(price: Decimal, item: PriceListItem) -> Decimal:
    way = _WAYS.get(item.rounding_policy)
    if way is None:
        return price
    amount = item.rounding_amount
    if amount is None or amount < 0 or (item.rounding_option == MULTIPLE_OF and amount == 0):
        raise NoPrice(PricingError.INVALID_ROUNDING_AMOUNT)
    if item.rounding_option == MULTIPLE_OF:
        return _steps(price, amount, way)
    # Prices that end in 0.99 come every 1, those that end in 9 every 10.
    every = Decimal(1)
    while every <= amount:
        every *= 10
    return max(_steps(price - amount, every, way) + amount, amount)


def _steps(price: Decimal, step: Decimal, way: str) -> Decimal:
    return (price / step).quantize(Decimal(1), rounding=way) * step
