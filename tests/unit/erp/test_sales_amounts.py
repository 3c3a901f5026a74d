"""Amounts of sales documents: to the cent, and the parts always add up to the whole."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp.operations.sales_amounts import (
    InvoiceDiscountTooLarge,
    LineAmounts,
    LineInput,
    discountable,
    document_amounts,
    gross_amount,
    in_local_currency,
    line_discount,
    line_discount_percent,
    part_of,
    rounded,
)

CENT = Decimal("0.01")
PRECISIONS = st.sampled_from([CENT, Decimal("0.001"), Decimal(1), Decimal("0.05")])


def d(value: Any) -> Decimal:
    return Decimal(str(value))


def amounts(*lines: LineInput, discount: Any = 0, included: bool = False) -> list[tuple[str, str, str]]:
    """Invoice discount, amount and amount including VAT of each line."""
    computed = document_amounts(
        lines, invoice_discount=d(discount), prices_including_vat=included, precision=CENT
    )
    return [
        (f"{one.inv_discount_amount:.2f}", f"{one.amount:.2f}", f"{one.amount_including_vat:.2f}")
        for one in computed
    ]


def line(price: Any, quantity: Any = 1, vat: Any = 0, **values: Any) -> LineInput:
    return LineInput(
        quantity=d(quantity), unit_price=d(price), vat_percent=d(vat), vat_identifier=f"V{vat}", **values
    )


@pytest.mark.parametrize(
    ("value", "result"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"), ("1.115", "1.12")]
)
def test_halves_are_rounded_up(value: str, result: str) -> None:
    assert rounded(d(value), CENT) == d(result)


def test_a_line_discount_is_rounded_itself_and_not_what_is_left() -> None:
    # 5 % of 0.10 meets exactly half a cent.
    assert line_discount(d(21), d("10.45"), d(5), CENT) == d("10.97")
    assert line_discount(d(1), d("0.10"), d(5), CENT) == d("0.01")
    assert gross_amount(d(3), d("0.335"), CENT) == d("1.01")
    assert line_discount_percent(d(100), d("12.5")) == d("12.5")


def test_an_invoice_discount_of_a_cent_is_not_lost_among_three_lines() -> None:
    assert amounts(line(10), line(10), line(10), discount="0.01") == [
        ("0.00", "10.00", "10.00"),
        ("0.01", "9.99", "9.99"),
        ("0.00", "10.00", "10.00"),
    ]


def test_lines_that_allow_none_and_credits_take_no_part_in_the_invoice_discount() -> None:
    freight = line(30, allow_invoice_disc=False)
    assert amounts(line(70), freight, line(-20), line(30), discount=10) == [
        ("7.00", "63.00", "63.00"),
        ("0.00", "30.00", "30.00"),
        ("0.00", "-20.00", "-20.00"),
        ("3.00", "27.00", "27.00"),
    ]
    with pytest.raises(InvoiceDiscountTooLarge) as refused:
        amounts(line(70), freight, line(30), discount="100.01")
    assert refused.value.limit == 100


def test_vat_is_that_of_the_sum_of_its_group() -> None:
    # 25 % of each 0.10 would be 0.03, three times 0.09; of the sum it is 0.08.
    assert amounts(line("0.10", vat=25), line("0.10", vat=25), line("0.10", vat=25), line(100, vat=15)) == [
        ("0.00", "0.10", "0.13"),
        ("0.00", "0.10", "0.12"),
        ("0.00", "0.10", "0.13"),
        ("0.00", "100.00", "115.00"),
    ]


def test_prices_with_vat_keep_what_the_customer_pays() -> None:
    assert amounts(line(100, vat=25), line("99.99", vat=25), discount="0.99", included=True) == [
        ("0.50", "79.60", "99.50"),
        ("0.49", "79.60", "99.50"),
    ]


def test_an_amount_in_local_currency_is_the_amount_by_the_factor() -> None:
    assert in_local_currency(d(100), d("1.25"), CENT) == 80
    assert in_local_currency(d(100), d(0), CENT) == 100
    assert in_local_currency(d("0.01"), d("0.08"), CENT) == d("0.13")


PRICES = st.decimals(min_value=-50, max_value=5000, places=3)
LINES = st.lists(
    st.builds(
        lambda price, quantity, percent, vat, allow: LineInput(
            quantity=quantity,
            unit_price=price,
            line_discount_amount=line_discount(quantity, price, percent, CENT),
            allow_invoice_disc=allow,
            vat_identifier=f"V{vat}",
            vat_percent=vat,
        ),
        PRICES,
        st.decimals(min_value=0, max_value=999, places=2),
        st.decimals(min_value=0, max_value=100, places=1),
        st.sampled_from([d(0), d("7.7"), d(25)]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(LINES, st.integers(min_value=0, max_value=1000), st.booleans())
def test_the_parts_add_up_to_the_whole(lines: list[LineInput], share: int, included: bool) -> None:
    bases = discountable(lines, CENT)
    discount = rounded(sum(bases, d(0)) * share / 1000, CENT)
    computed = document_amounts(
        lines, invoice_discount=discount, prices_including_vat=included, precision=CENT
    )
    assert sum(one.inv_discount_amount for one in computed) == discount
    groups: dict[Decimal, list[LineAmounts]] = defaultdict(list)
    for one, base, amount in zip(lines, bases, computed, strict=True):
        assert 0 <= amount.inv_discount_amount <= base
        net = gross_amount(one.quantity, one.unit_price, CENT)
        net -= one.line_discount_amount + amount.inv_discount_amount
        assert (amount.amount_including_vat if included else amount.amount) == net
        groups[one.vat_percent].append(amount)
    for percent, members in groups.items():
        net = sum((one.amount for one in members), d(0))
        gross = sum((one.amount_including_vat for one in members), d(0))
        exact = gross * percent / (100 + percent) if included else net * percent / 100
        assert gross - net == exact.quantize(CENT, ROUND_HALF_UP)


@given(
    st.decimals(min_value=-10_000, max_value=10_000, places=2),
    st.lists(st.decimals(min_value="0.01", max_value=50, places=2), min_size=1, max_size=6),
    PRECISIONS,
)
def test_what_is_invoiced_in_parts_is_the_whole_in_the_end(
    total: Decimal, quantities: list[Decimal], precision: Decimal
) -> None:
    total = rounded(total, precision)
    whole, done, upto = sum(quantities), d(0), d(0)
    for quantity in quantities:
        upto += quantity
        part = part_of(total, done=done, upto=upto, whole=d(whole), precision=precision)
        assert part == rounded(part, precision)
        done += part
        assert abs(done - total * upto / whole) <= precision / 2
    assert done == total
