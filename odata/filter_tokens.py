"""The words of a ``$filter``, with the values that stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from odata.errors import ODataError, bad_query, bad_value
from odata.expression import LiteralValue
from odata.numbers import exact_number

MAX_INTEGER: Final = 2**63 - 1
MAX_DECIMAL_EXPONENT: Final = 28

_WORD: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<string>'(?:[^']|'')*')
    |(?P<member>Microsoft\.Dynamics\.CRM\.\w+'[^']*')
    |(?P<json>"(?:[^"\\]|\\.)*")
    |(?P<guid>[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}\b)
    |(?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)?\b)
    |(?P<day>\d{4}-\d\d-\d\d\b)
    |(?P<decimal>[+-]?\d{1,40}(?:\.\d{1,40}(?:e[+-]?\d{1,5})?|e[+-]?\d{1,5})\b)
    |(?P<integer>[+-]?\d{1,40}\b)
    |(?P<alias>@\w{1,64})
    |(?P<name>[A-Za-z_]\w{0,127}(?:\.[A-Za-z_]\w{0,127}){0,9})
    |(?P<mark>[(),/:=\[\]]|\$count\b|\$it\b)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """``kind`` is ``literal``, ``name``, ``alias``, ``mark`` or ``end``; ``value`` is set for literals."""

    kind: str
    text: str
    place: int
    value: LiteralValue = None


def tokenize(text: str) -> list[Token]:
    """The words in their order, ended by one of kind ``end``. Raises ODataError."""
    tokens, place = [], 0
    while place < len(text):
        match = _WORD.match(text, place)
        if match is None:
            raise misunderstood(text, place)
        token = _token(match)
        if token is not None:
            tokens.append(token)
        place = match.end()
    return [*tokens, Token("end", "", len(text))]


def misunderstood(text: str, place: int) -> ODataError:
    """Where the filter stops making sense, in its own words."""
    rest = text[place:].strip()
    where = f" from '{shorten(rest)}' on" if rest else ": it ends too early"
    return bad_query(f"The filter cannot be understood{where}.")


def _token(match: re.Match[str]) -> Token | None:
    kind, text = match.lastgroup or "", match[0]
    if kind == "space":
        return None
    if kind in ("alias", "mark", "name"):
        return Token(kind, text, match.start())
    try:
        return Token("literal", text, match.start(), _READERS[kind](text))
    except (ValueError, OverflowError, InvalidOperation) as error:
        raise bad_value(f"'{shorten(text)}' is not a value.") from error


def _text(text: str) -> str:
    inner = text[1:-1].replace("''", "'")
    inner.encode()  # a lone surrogate raises UnicodeEncodeError, a ValueError
    if "\x00" in inner:
        raise ValueError(text)
    return inner


def _json_text(text: str) -> str:
    return _text("'" + re.sub(r"\\(.)", r"\1", text[1:-1]).replace("'", "''") + "'")


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > MAX_INTEGER:
        raise ValueError(text)
    return number


def _decimal(text: str) -> Decimal:
    return exact_number(text, limit=MAX_DECIMAL_EXPONENT)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.upper())
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


_READERS: Final[dict[str, Callable[[str], LiteralValue]]] = {
    "string": _text,
    "member": lambda text: text.partition("'")[2][:-1],
    "json": _json_text,
    "guid": UUID,
    "moment": _moment,
    "day": date.fromisoformat,
    "decimal": _decimal,
    "integer": _integer,
}


def shorten(text: str) -> str:
    printable = text.encode("ascii", "backslashreplace").decode()
    return printable if len(printable) <= 100 else printable[:97] + "..."
