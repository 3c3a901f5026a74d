"""Numbers with decimals, as JSON and literals write them."""

from decimal import Decimal, InvalidOperation
from typing import Final

MAX_EXPONENT: Final = 400


def exact_number(digits: str, *, limit: int = MAX_EXPONENT) -> Decimal:
    """The number; raises ValueError for one so large or so small that mere arithmetic with it takes long."""
    try:
        number = Decimal(digits)
    except InvalidOperation as error:
        raise ValueError(digits[:40]) from error
    if number and (not number.is_finite() or abs(number.adjusted()) > limit):
        raise ValueError(digits[:40])
    return number
