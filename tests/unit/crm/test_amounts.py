"""Amounts of lines and totals of documents, and the price of one unit."""

from decimal import Decimal

import pytest

from crm.business_rules.sales.amounts import Line, LineSum, Terms, document_totals, line_amounts, rounded
from crm.business_rules.sales.pricing_errors import PricingError
from crm.business_rules.sales.unit_price import (
    DOWN,
    ENDS_IN,
    MULTIPLE_OF,
    TO_NEAREST,
    UP,
    NoPrice,
    PriceListItem,
    ProductPrices,
    unit_price,
)

CHAIR = ProductPrices(list_price=Decimal("200"), current_cost=Decimal("80"), standard_cost=Decimal("75"))


def test_halves_are_rounded_away_from_zero() -> None:
    assert (rounded(Decimal("2.345"), 2), rounded(Decimal("-2.345"), 2), rounded(Decimal("2.5"), 0)) == (
        Decimal("2.35"),
        Decimal("-2.35"),
        Decimal("3"),
    )


def test_a_line_is_price_times_quantity_less_discounts_plus_tax() -> None:
    line = Line(
        price=Decimal("79.50"),
        quantity=Decimal("4"),
        volume_discount=Decimal("1.50"),
        manual_discount=Decimal("12"),
        tax=Decimal("75"),
    )
    amounts = line_amounts(line, 2)
    assert (amounts.base, amounts.discount, amounts.extended) == (
        Decimal("312.00"),
        Decimal("12.00"),
        Decimal("375.00"),
    )


def test_a_manual_discount_may_be_that_of_one_unit() -> None:
    line = Line(price=Decimal("10"), quantity=Decimal("3"), manual_discount=Decimal("1"), is_per_unit=True)
    assert line_amounts(line, 2).extended == Decimal("27.00")


def test_a_document_is_its_lines_less_discounts_plus_freight_and_tax() -> None:
    lines = [
        LineSum(Decimal("312.00"), Decimal("12.00"), Decimal("75.00")),
        LineSum(Decimal("100.00"), Decimal("0"), Decimal("0")),
    ]
    terms = Terms(discount_amount=Decimal("20"), discount_percentage=Decimal("2.5"), freight=Decimal("15"))
    totals = document_totals(lines, terms, 2)
    assert totals.line_item_amount == Decimal("400.00")
    assert totals.line_item_discount == Decimal("12.00")
    assert totals.discount == Decimal("42.00")
    assert totals.less_freight == Decimal("370.00")
    assert totals.tax == Decimal("75.00")
    assert totals.total == Decimal("460.00")


def test_a_document_without_lines_is_its_freight() -> None:
    assert document_totals([], Terms(freight=Decimal("7.5")), 2).total == Decimal("7.50")


@pytest.mark.parametrize(
    ("method", "percentage", "price"),
    [
        (2, "90", "180"),
        (3, "25", "100"),
        (4, "20", "100"),
        (5, "20", "90"),
        (6, "25", "100"),
    ],
)
def test_a_price_is_a_share_of_the_list_price_or_stands_on_a_cost(
    method: int, percentage: str, price: str
) -> None:
    assert unit_price(PriceListItem(method=method, percentage=Decimal(percentage)), CHAIR) == Decimal(price)


@pytest.mark.parametrize(
    ("policy", "option", "amount", "price"),
    [
        (UP, MULTIPLE_OF, "5", "105"),
        (DOWN, MULTIPLE_OF, "5", "100"),
        (TO_NEAREST, MULTIPLE_OF, "5", "105"),
        (UP, ENDS_IN, "0.99", "103.99"),
        (DOWN, ENDS_IN, "0.99", "102.99"),
        (UP, ENDS_IN, "9", "109"),
        (DOWN, ENDS_IN, "9", "99"),
    ],
)
def test_a_price_is_rounded_by_the_policy_of_its_item(
    policy: int, option: int, amount: str, price: str
) -> None:
    item = PriceListItem(
        amount=Decimal("103.00"),
        rounding_policy=policy,
        rounding_option=option,
        rounding_amount=Decimal(amount),
    )
    assert unit_price(item, CHAIR) == Decimal(price)


@pytest.mark.parametrize(
    ("item", "product", "error"),
    [
        (PriceListItem(), CHAIR, PricingError.MISSING_PRICE_LEVEL_AMOUNT),
        (PriceListItem(method=2), CHAIR, PricingError.MISSING_PRICE_LEVEL_PERCENTAGE),
        (PriceListItem(method=2, percentage=Decimal(1)), ProductPrices(), PricingError.MISSING_PRICE),
        (PriceListItem(method=3, percentage=Decimal(1)), ProductPrices(), PricingError.MISSING_CURRENT_COST),
        (PriceListItem(method=6, percentage=Decimal(1)), ProductPrices(), PricingError.MISSING_STANDARD_COST),
        (
            PriceListItem(method=4, percentage=Decimal(100)),
            CHAIR,
            PricingError.INVALID_PRICE_LEVEL_PERCENTAGE,
        ),
        (PriceListItem(method=9), CHAIR, PricingError.INVALID_PRICING_CODE),
        (PriceListItem(amount=Decimal(1), rounding_policy=UP), CHAIR, PricingError.INVALID_ROUNDING_AMOUNT),
    ],
)
def test_what_is_missing_is_named(item: PriceListItem, product: ProductPrices, error: PricingError) -> None:
    with pytest.raises(NoPrice) as refused:
        unit_price(item, product)
    assert refused.value.error == error
