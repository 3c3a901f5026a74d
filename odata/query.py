"""Query options of a request (``$select``, ``$filter``, ``$orderby``, ``$expand`` …) as frozen values."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from odata.errors import bad_query
from odata.expression import Expression
from odata.filter_parser import DEFAULT_LIMITS, FilterLimits, parse_filter

COLLECTION_OPTIONS = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$expand", "$count", "$skiptoken", "$deltatoken"}
)
RECORD_OPTIONS = frozenset({"$select", "$expand"})
EXPAND_OPTIONS = frozenset({"$select", "$filter", "$orderby", "$top", "$expand"})

MAX_ITEMS = 500
MAX_EXPAND_DEPTH = 5
MAX_TOP = 2**31 - 1
_NAME = re.compile(r"[A-Za-z_][\w.]{0,127}(?:/[A-Za-z_][\w.]{0,127}){0,5}", re.ASCII)
_ORDER = re.compile(r"(\S+)(?:\s+(asc|desc))?", re.IGNORECASE)
_EXPAND_ITEM = re.compile(r"([^()]+?)\s*(?:\((.*)\))?", re.DOTALL)


class OrderBy(NamedTuple):
    path: str
    descending: bool


@dataclass(frozen=True)
class QueryOptions:
    """What a request asks for; None or empty where it does not say."""

    select: tuple[str, ...] | None = None
    filter: Expression | None = None
    orderby: tuple[OrderBy, ...] = ()
    top: int | None = None
    skip: int | None = None
    expand: "tuple[Expand, ...]" = ()
    count: bool = False
    skiptoken: str | None = None
    deltatoken: str | None = None


@dataclass(frozen=True)
class Expand:
    name: str
    options: QueryOptions = QueryOptions()


def parse_query_options(
    raw: Mapping[str, str] | Iterable[tuple[str, str]],
    *,
    allowed: frozenset[str] = COLLECTION_OPTIONS,
    limits: FilterLimits = DEFAULT_LIMITS,
) -> QueryOptions:
    """Reads the decoded options of a query string. Raises ODataError.

    Options without ``$`` are left to the caller; those with ``$`` must be allowed and come once.
    """
    return _parse(raw.items() if isinstance(raw, Mapping) else raw, allowed, limits, 1)


def _parse(
    pairs: Iterable[tuple[str, str]], allowed: frozenset[str], limits: FilterLimits, depth: int
) -> QueryOptions:
    options = QueryOptions()
    seen: set[str] = set()
    for name, text in pairs:
        if not name.startswith("$"):
            continue
        if name in seen:
            raise bad_query(f"The query option '{name}' is given more than once.")
        seen.add(name)
        if name not in allowed:
            raise bad_query(_refusal(name))
        options = replace(options, **_read(name, text.strip(), limits, depth))
    return options


def _refusal(name: str) -> str:
    if name == "$skip":
        return "Skip Clause is not supported in CRM"
    shown = name[:40].encode("ascii", "backslashreplace").decode()
    return f"The query option '{shown}' is not supported here."


def _read(name: str, text: str, limits: FilterLimits, depth: int) -> dict[str, Any]:
    if name == "$filter":
        return {"filter": parse_filter(text, limits=limits) if text else None}
    if name == "$expand":
        return {"expand": _expand(text, limits, depth)}
    return {name[1:]: _READERS[name](text)}


def _select(text: str) -> tuple[str, ...] | None:
    names = [item.strip() for item in text.split(",")] if text else []
    if "*" in names or not names:
        return None
    return tuple(dict.fromkeys(_name(name) for name in _bounded(names)))


def _orderby(text: str) -> tuple[OrderBy, ...]:
    terms = []
    for item in _bounded(text.split(",") if text else []):
        match = _ORDER.fullmatch(item.strip())
        if match is None:
            raise bad_query("The $orderby option must list properties, each with asc or desc or neither.")
        terms.append(OrderBy(_name(match[1]), (match[2] or "").lower() == "desc"))
    return tuple(terms)


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MAX_TOP):
        raise bad_query("$top and $skip must be whole numbers that are not negative.")
    return int(text)


def _count(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise bad_query("$count must be true or false.")
    return text.lower() == "true"


_READERS: dict[str, Callable[[str], Any]] = {
    "$select": _select,
    "$orderby": _orderby,
    "$top": _whole_number,
    "$skip": _whole_number,
    "$count": _count,
    "$skiptoken": str,
    "$deltatoken": str,
}


def _expand(text: str, limits: FilterLimits, depth: int) -> tuple[Expand, ...]:
    if depth > MAX_EXPAND_DEPTH:
        raise bad_query(f"$expand is nested more than {MAX_EXPAND_DEPTH} deep.")
    return tuple(_expand_item(item.strip(), limits, depth) for item in _bounded(_split(text, ",")))


def _expand_item(text: str, limits: FilterLimits, depth: int) -> Expand:
    match = _EXPAND_ITEM.fullmatch(text)
    if match is None:
        raise bad_query(
            "The $expand option must list navigation properties, each with its options in parentheses."
        )
    pairs = []
    for option in _split(match[2] or "", ";"):
        name, equals, value = option.strip().partition("=")
        if not equals or not name.startswith("$"):
            raise bad_query("An option inside $expand must be written as $name=value.")
        pairs.append((name.strip(), value))
    return Expand(_name(match[1]), _parse(pairs, EXPAND_OPTIONS, limits, depth + 1))


def _split(text: str, separator: str) -> list[str]:
    """Splits at separators that stand outside quotes and parentheses; blank text has no parts."""
    parts, start, depth, quoted = [], 0, 0, False
    for position, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == separator and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]] if text.strip() else []


def _bounded(items: list[str]) -> list[str]:
    if len(items) > MAX_ITEMS:
        raise bad_query(f"A query option lists more than {MAX_ITEMS} items.")
    return items


def _name(text: str) -> str:
    if _NAME.fullmatch(text) is None:
        shown = text[:40].encode("ascii", "backslashreplace").decode()
        raise bad_query(f"'{shown}' is not the name of a property.")
    return text
