"""Amounts of lines and totals of documents. Pure.

The rule is that of the modelled product's own test CRM: a line is price less volume discount times quantity,
less its manual discount, plus tax; a document is its lines less its discounts, plus freight and tax.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

ZERO: Final = Decimal(0)
# The largest amount that a column of type Money holds.
LARGEST: Final = Decimal(922_337_203_685_477)


def rounded(amount: Decimal, precision: int) -> Decimal:
    """To the currency's decimals, halves away from zero."""
    return amount.quantize(Decimal(1).scaleb(-precision), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a line's amounts follow from. With ``is_per_unit`` the manual discount is that of one unit."""

    price: Decimal
    quantity: Decimal
    volume_discount: Decimal = ZERO
    manual_discount: Decimal = ZERO
    tax: Decimal = ZERO
    is_per_unit: bool = False


@dataclass(frozen=True)
class LineAmounts:
    base: Decimal
    discount: Decimal
    extended: Decimal


def line_amounts(line: Line, precision: int) -> LineAmounts:
    """Base amount, manual discount of the whole line, and extended amount."""
    base = rounded((line.price - line.volume_discount) * line.quantity, precision)
    discount = line.manual_discount * line.quantity if line.is_per_unit else line.manual_discount
    discount = rounded(discount, precision)
    return LineAmounts(base, discount, rounded(base - discount + line.tax, precision))


@dataclass(frozen=True)
class LineSum:
    """What a line brings to its document."""

    base: Decimal
    discount: Decimal
    tax: Decimal


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the header adds: a discount as an amount and in per cent of the lines, and freight."""

    discount_amount: Decimal = ZERO
    discount_percentage: Decimal = ZERO
    freight: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Totals:
    line_item_amount: Decimal
    line_item_discount: Decimal
    discount: Decimal
    less_freight: Decimal
    tax: Decimal
    total: Decimal


def document_totals(lines: Iterable[LineSum], terms: Terms, precision: int) -> Totals:
    """The totals of a document in its currency."""
    lines = list(lines)
    line_discount = sum((line.discount for line in lines), ZERO)
    amount = sum((line.base for line in lines), ZERO) - line_discount
    tax = sum((line.tax for line in lines), ZERO)
    header_discount = terms.discount_amount + rounded(amount * terms.discount_percentage / 100, precision)
    less_freight = amount - header_discount
    return Totals(
        line_item_amount=rounded(amount, precision),
        line_item_discount=rounded(line_discount, precision),
        discount=rounded(header_discount + line_discount, precision),
        less_freight=rounded(less_freight, precision),
        tax=rounded(tax, precision),
        total=rounded(less_freight + terms.freight + tax, precision),
    )
