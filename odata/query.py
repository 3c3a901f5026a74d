"""Query options of a request (``$select``, ``$filter``, ``$orderby``, ``$expand`` …) as frozen values."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from odata.apply import Apply, parse_apply
from odata.errors import bad_query
from odata.expression import Expression
from odata.filter_cursor import DEFAULT_LIMITS, FilterLimits
from odata.filter_parser import parse_filter
from odata.split import split_outside

COLLECTION_OPTIONS = frozenset(
    {"$select", "$filter", "$orderby", "$top", "$expand", "$count", "$skiptoken", "$deltatoken", "$apply"}
)
RECORD_OPTIONS = frozenset({"$select", "$expand"})
# Where nothing is shown, nothing can be asked of it.
NOTHING: frozenset[str] = frozenset()
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
    apply: Apply | None = None


@dataclass(frozen=True)
class Expand:
    """``references`` asks for the addresses of the related records alone (``/$ref``).

    ``written`` are the options as they were written, for the link to the next page of the collection.
    """

    name: str
    options: QueryOptions = QueryOptions()
    references: bool = False
    written: tuple[tuple[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class _Reading:
    """What counts for all options of a request: the limits, and the values of ``@p1``."""

    limits: FilterLimits
    aliases: Mapping[str, str]


def parse_query_options(
    raw: Mapping[str, str] | Iterable[tuple[str, str]],
    *,
    allowed: frozenset[str] = COLLECTION_OPTIONS,
    limits: FilterLimits = DEFAULT_LIMITS,
) -> QueryOptions:
    """Reads the decoded options of a query string. Raises ODataError.

    Options without ``$`` are left to the caller, but for the values of parameters (``@p1``); those with ``$``
    must be allowed and come once.
    """
    pairs = list(raw.items()) if isinstance(raw, Mapping) else list(raw)
    aliases = {name: text.strip() for name, text in pairs if name.startswith("@")}
    return _parse(pairs, allowed, _Reading(limits, aliases), 1)


def _parse(
    pairs: Iterable[tuple[str, str]], allowed: frozenset[str], reading: _Reading, depth: int
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
        options = replace(options, **_read(name, text.strip(), reading, depth))
    return options


def _refusal(name: str) -> str:
    if name == "$skip":
        return "Skip Clause is not supported in CRM"
    shown = name[:40].encode("ascii", "backslashreplace").decode()
    return f"The query option '{shown}' is not supported here."


def _read(name: str, text: str, reading: _Reading, depth: int) -> dict[str, Any]:
    if name == "$filter":
        return {
            "filter": parse_filter(text, limits=reading.limits, aliases=reading.aliases) if text else None
        }
    if name == "$orderby":
        return {"orderby": _orderby(text, reading.aliases)}
    if name == "$expand":
        return {"expand": _expand(text, reading, depth)}
    if name == "$apply":
        return {"apply": parse_apply(text, limits=reading.limits, aliases=reading.aliases)}
    return {name[1:]: _READERS[name](text)}


def _select(text: str) -> tuple[str, ...] | None:
    names = [item.strip() for item in text.split(",")] if text else []
    if "*" in names or not names:
        return None
    return tuple(dict.fromkeys(_name(name) for name in _bounded(names)))


def _orderby(text: str, aliases: Mapping[str, str]) -> tuple[OrderBy, ...]:
    terms = []
    for item in _bounded(text.split(",") if text else []):
        match = _ORDER.fullmatch(item.strip())
        if match is None:
            raise bad_query("The $orderby option must list properties, each with asc or desc or neither.")
        path = _name(aliases.get(match[1], match[1]))
        terms.append(OrderBy(path, (match[2] or "").lower() == "desc"))
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
    "$top": _whole_number,
    "$skip": _whole_number,
    "$count": _count,
    "$skiptoken": str,
    "$deltatoken": str,
}


def _expand(text: str, reading: _Reading, depth: int) -> tuple[Expand, ...]:
    if depth > MAX_EXPAND_DEPTH:
        raise bad_query(f"$expand is nested more than {MAX_EXPAND_DEPTH} deep.")
    items = [_expand_item(item.strip(), reading, depth) for item in _bounded(split_outside(text, ","))]
    names = [item.name for item in items]
    if len(set(names)) < len(names):
        raise bad_query("$expand names a navigation property more than once.")
    return tuple(items)


def _expand_item(text: str, reading: _Reading, depth: int) -> Expand:
    match = _EXPAND_ITEM.fullmatch(text)
    if match is None:
        raise bad_query(
            "The $expand option must list navigation properties, each with its options in parentheses."
        )
    name, _, segment = match[1].partition("/")
    if segment not in ("", "$ref"):
        raise bad_query("In $expand a navigation property can be followed by /$ref only.")
    pairs = []
    for option in split_outside(match[2] or "", ";"):
        name_, equals, value = option.strip().partition("=")
        if not equals or not name_.startswith("$"):
            raise bad_query("An option inside $expand must be written as $name=value.")
        if name_.strip() == "$levels":
            raise bad_query("The $levels option of $expand is not supported.")
        pairs.append((name_.strip(), value))
    options = _parse(pairs, EXPAND_OPTIONS, reading, depth + 1)
    return Expand(_name(name), options, references=segment == "$ref", written=tuple(pairs))


def _bounded(items: list[str]) -> list[str]:
    if len(items) > MAX_ITEMS:
        raise bad_query(f"A query option lists more than {MAX_ITEMS} items.")
    return items


def _name(text: str) -> str:
    if _NAME.fullmatch(text) is None:
        shown = text[:40].encode("ascii", "backslashreplace").decode()
        raise bad_query(f"'{shown}' is not the name of a property.")
    return text
