"""Where two end states differ, in few lines: thousands of records are no help in a report."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.scenarios.end_state import as_text

SHOWN = 5


def differences(expected: Any, found: Any, path: str = "") -> list[str]:
    """Returns a line for each difference, and of long lists the first few of what is missing or too much."""
    return list(_differences(expected, found, path))


def _differences(expected: Any, found: Any, path: str) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(expected.keys() | found.keys()):
            yield from _differences(expected.get(key), found.get(key), f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        wanted, there = Counter(map(as_text, expected)), Counter(map(as_text, found))
        for what, rows in (("missing", wanted - there), ("too much", there - wanted)):
            yield from (f"{path} {what}: {number} x {row}" for row, number in list(rows.items())[:SHOWN])
            if len(rows) > SHOWN:
                yield f"{path} {what}: {len(rows) - SHOWN} more"
    elif expected != found:
        yield f"{path}: {found!r} instead of {expected!r}"
