"""How a number series counts: the digits at the end of the last number go up."""

import re
from collections.abc import Iterator
from itertools import count as count_from


def numbers_after(last: str, *, increment: int) -> Iterator[str]:
    """Yields the numbers that follow ``last``, for ever: ``K099`` is followed by ``K100``.

    Raises ValueError when ``last`` contains no digits.
    """
    match = re.fullmatch(r"(.*?)([0-9]+)([^0-9]*)", last)
    if match is None:
        raise ValueError(f"{last!r} contains no digits to count with.")
    prefix, digits, suffix = match.groups()
    for value in count_from(int(digits) + increment, increment):
        yield f"{prefix}{value:0{len(digits)}d}{suffix}"


def is_after(number: str, ending: str) -> bool:
    """Tells whether a number lies beyond the ending number of its line."""
    return (len(number), number) > (len(ending), ending)
