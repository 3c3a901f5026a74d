"""Texts of JSON that no database keeps: with a NUL, or with half of a surrogate pair."""

from typing import Any


def is_storable(given: Any) -> bool:
    """Whether every text in a value of JSON, names of members among them, can be stored and compared."""
    waiting = [given]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and not _is_text(value):
            return False
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
    return True


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
