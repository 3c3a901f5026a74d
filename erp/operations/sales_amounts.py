"""Amounts of sales documents to the cent: line, invoice discount, VAT, local currency, part of a line.

Everything that is spread over lines is rounded as a running sum, so that the parts add up to the whole.
Halves are rounded up, away from zero.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import accumulate

ZERO = Decimal(0)
HUNDRED = Decimal(100)
STORED = Decimal("0.00001")
# Whatever is not larger can be stored, however it is rounded.
LARGEST = Decimal(10) ** 15 - 1
# Digits of a product of two stored numbers, and some for the division that follows.
_DIGITS = 60


@dataclass(frozen=True, kw_only=True)
class LineInput:
    """A line as it was entered; price and discount include VAT when the document's prices do."""

    quantity: Decimal
    unit_price: Decimal
    line_discount_amount: Decimal = ZERO
    allow_invoice_disc: bool = True
    vat_identifier: str = ""
    vat_percent: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class LineAmounts:
    """What follows: ``amount`` is without VAT, after line discount and invoice discount."""

    inv_discount_amount: Decimal
    amount: Decimal
    amount_including_vat: Decimal


class InvoiceDiscountTooLarge(Exception):
    """The invoice discount exceeds what the lines that allow one come to."""

    def __init__(self, *, limit: Decimal) -> None:
        super().__init__(limit)
        self.limit = limit


@contextmanager
def _exactly() -> Iterator[None]:
    with localcontext() as context:
        context.prec = _DIGITS
        yield


def rounded(value: Decimal, precision: Decimal) -> Decimal:
    """Returns the multiple of the precision that is nearest."""
    with _exactly():
        steps = (value / precision).quantize(Decimal(1), ROUND_HALF_UP)
        return (steps * precision).quantize(STORED) + 0


def gross_amount(quantity: Decimal, unit_price: Decimal, precision: Decimal) -> Decimal:
    """Returns what a line comes to before discounts."""
    with _exactly():
        return rounded(quantity * unit_price, precision)


def line_discount(quantity: Decimal, unit_price: Decimal, percent: Decimal, precision: Decimal) -> Decimal:
    """Returns a line discount that is given in per cent as an amount."""
    with _exactly():
        return rounded(quantity * unit_price * percent / HUNDRED, precision)


def line_discount_percent(gross: Decimal, discount: Decimal) -> Decimal:
    """Returns a line discount that is given as an amount in per cent."""
    with _exactly():
        return rounded(discount * HUNDRED / gross, STORED) if gross else ZERO


def in_local_currency(amount: Decimal, currency_factor: Decimal, precision: Decimal) -> Decimal:
    """Returns an amount in LCY; the factor is how many units of the currency one unit of LCY is worth."""
    with _exactly():
        return rounded(amount / (currency_factor or Decimal(1)), precision)


def part_of(total: Decimal, *, done: Decimal, upto: Decimal, whole: Decimal, precision: Decimal) -> Decimal:
    """Returns the next part of an amount of which ``done`` was taken before.

    After it, ``upto`` of a quantity ``whole`` are taken; with the last of it goes whatever is left.
    """
    if upto == whole:
        return total - done
    with _exactly():
        return rounded(total * upto / whole, precision) - done


def discountable(lines: Sequence[LineInput], precision: Decimal) -> list[Decimal]:
    """Returns for each line the amount on which it takes part in an invoice discount."""
    nets = [_line_amount(line, precision) for line in lines]
    return [
        net if line.allow_invoice_disc and net > 0 else ZERO for line, net in zip(lines, nets, strict=True)
    ]


def document_amounts(
    lines: Sequence[LineInput],
    *,
    invoice_discount: Decimal,
    prices_including_vat: bool,
    precision: Decimal,
) -> list[LineAmounts]:
    """Returns the amounts of all lines of a document, in their order.

    The invoice discount is spread over the lines that allow it by their amounts; VAT is computed on the sum
    of the lines of each VAT identifier. Raises InvoiceDiscountTooLarge.
    """
    with _exactly():
        discounts = _spread(invoice_discount, discountable(lines, precision), precision)
        nets = [
            _line_amount(line, precision) - discount for line, discount in zip(lines, discounts, strict=True)
        ]
        vats = _vat(lines, nets, prices_including_vat, precision)
        return [
            LineAmounts(
                inv_discount_amount=discount,
                amount=net - vat if prices_including_vat else net,
                amount_including_vat=net if prices_including_vat else net + vat,
            )
            for net, discount, vat in zip(nets, discounts, vats, strict=True)
        ]


def _line_amount(line: LineInput, precision: Decimal) -> Decimal:
    return gross_amount(line.quantity, line.unit_price, precision) - line.line_discount_amount


def _spread(total: Decimal, weights: Sequence[Decimal], precision: Decimal) -> list[Decimal]:
    limit = sum(weights, ZERO)
    if total > limit:
        raise InvoiceDiscountTooLarge(limit=limit)
    if not total:
        return [ZERO] * len(weights)
    return _steps([rounded(total * running / limit, precision) for running in accumulate(weights)])


def _vat(
    lines: Sequence[LineInput], nets: Sequence[Decimal], included: bool, precision: Decimal
) -> list[Decimal]:
    """VAT of each line: its step of the VAT of the running sum of its group."""
    groups: dict[tuple[str, Decimal], list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        groups[line.vat_identifier, line.vat_percent].append(index)
    result = [ZERO] * len(lines)
    for (_identifier, percent), members in groups.items():
        whole = HUNDRED + percent if included else HUNDRED
        sums = accumulate(nets[index] for index in members)
        vats = _steps([rounded(running * percent / whole, precision) for running in sums])
        for index, vat in zip(members, vats, strict=True):
            result[index] = vat
    return result


def _steps(running: Sequence[Decimal]) -> list[Decimal]:
    return [now - before for before, now in zip([ZERO, *running], running, strict=False)]
