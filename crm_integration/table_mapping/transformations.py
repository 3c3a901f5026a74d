"""Transformation rules: named pure functions that change a text before it is compared and written."""

from collections.abc import Callable, Mapping

TRANSFORMATIONS: Mapping[str, Callable[[str], str]] = {
    "UPPERCASE": str.upper,
    "LOWERCASE": str.lower,
    "TITLECASE": str.title,
    "TRIM": str.strip,
    "ALPHANUMERIC": lambda text: "".join(character for character in text if character.isalnum()),
    "DIGITS": lambda text: "".join(character for character in text if character.isdigit()),
}
