"""Transformation rules: named pure functions that change a value before it is compared and written.

Those of texts leave other values alone, those of numbers texts.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

OF_TEXTS: Mapping[str, Callable[[str], str]] = {
    "UPPERCASE": str.upper,
    "LOWERCASE": str.lower,
    "TITLECASE": str.title,
    "TRIM": str.strip,
    "ALPHANUMERIC": lambda text: "".join(character for character in text if character.isalnum()),
    "DIGITS": lambda text: "".join(character for character in text if character.isdigit()),
    "UNIT_GROUP_NAME": lambda text: f"NAV {text}" if text else "",
}
OF_NUMBERS: Mapping[str, Callable[[Decimal], Decimal]] = {
    "NOT_NEGATIVE": lambda number: max(number, Decimal(0)),
}
TRANSFORMATIONS = (*OF_TEXTS, *OF_NUMBERS)


def transformed(value: Any, rule: str) -> Any:
    """The value after the rule."""
    if isinstance(value, str) and rule in OF_TEXTS:
        return OF_TEXTS[rule](value)
    if isinstance(value, Decimal) and rule in OF_NUMBERS:
        return OF_NUMBERS[rule](value)
    return value
