"""``$apply``: filter, then group, then aggregate, which is what Dataverse supports of OData's aggregation."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from odata.errors import ODataError, bad_query
from odata.expression import And, Expression
from odata.filter_cursor import DEFAULT_LIMITS, FilterLimits
from odata.filter_parser import parse_filter
from odata.split import split_outside

SUM, AVERAGE, MIN, MAX, COUNT_DISTINCT, COUNT = "sum", "average", "min", "max", "countdistinct", "count"
METHODS: Final = frozenset({SUM, AVERAGE, MIN, MAX, COUNT_DISTINCT})
MAX_PARTS: Final = 20

_STEP: Final = re.compile(r"\s*([A-Za-z]\w{0,30})\s*\((.*)\)\s*", re.DOTALL | re.ASCII)
_PATH: Final = re.compile(r"[A-Za-z_]\w{0,127}(?:/[A-Za-z_]\w{0,127}){0,5}", re.ASCII)
_ALIAS: Final = re.compile(r"[A-Za-z_]\w{0,127}", re.ASCII)
_AGGREGATE: Final = re.compile(r"\s*(\S+)\s+(?:with\s+(\w+)\s+)?as\s+(\S+)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Aggregate:
    """``path`` is blank for the number of rows."""

    method: str
    path: str
    alias: str


@dataclass(frozen=True)
class Apply:
    """``groupby`` is None where everything is one group."""

    filter: Expression | None = None
    groupby: tuple[str, ...] | None = None
    aggregates: tuple[Aggregate, ...] = ()


def parse_apply(
    text: str, *, limits: FilterLimits = DEFAULT_LIMITS, aliases: Mapping[str, str] | None = None
) -> Apply:
    """Reads the transformations in their order. Raises ODataError, with 501 for those of OData that lack."""
    steps = [_step(part) for part in split_outside(text, "/")]
    if not 1 <= len(steps) <= MAX_PARTS:
        raise bad_query("$apply must hold transformations, separated by slashes.")
    filters = []
    while steps and steps[0][0] == "filter":
        filters.append(parse_filter(steps.pop(0)[1], limits=limits, aliases=aliases))
    condition = None if not filters else filters[0] if len(filters) == 1 else And(tuple(filters))
    if not steps:
        raise bad_query("$apply must end with groupby or aggregate.")
    (name, content), rest = steps[0], steps[1:]
    if rest:
        raise bad_query(f"$apply cannot go on with '{rest[0][0]}' after '{name}'.")
    if name == "aggregate":
        return Apply(condition, None, _aggregates(content))
    return Apply(condition, *_groupby(content))


def _step(text: str) -> tuple[str, str]:
    match = _STEP.fullmatch(text)
    if match is None:
        raise bad_query("A transformation of $apply must be written as name(…).")
    name = match[1].lower()
    if name not in ("filter", "groupby", "aggregate"):
        raise ODataError(501, "NotImplemented", f"The transformation '{name}' of $apply is not implemented.")
    return name, match[2].strip()


def _groupby(text: str) -> tuple[tuple[str, ...], tuple[Aggregate, ...]]:
    parts = [part.strip() for part in split_outside(text, ",")]
    if not 1 <= len(parts) <= 2 or not (parts[0].startswith("(") and parts[0].endswith(")")):
        raise bad_query("groupby must be written as groupby((property,…),aggregate(…)).")
    paths = tuple(path.strip() for path in parts[0][1:-1].split(","))
    for path in paths:
        if len(paths) > MAX_PARTS or _PATH.fullmatch(path) is None:
            raise bad_query("groupby must list the names of properties.")
    if len(parts) == 1:
        return paths, ()
    name, content = _step(parts[1])
    if name != "aggregate":
        raise bad_query("groupby can be followed by aggregate(…) only.")
    return paths, _aggregates(content)


def _aggregates(text: str) -> tuple[Aggregate, ...]:
    found = tuple(_aggregate(part) for part in split_outside(text, ","))
    if not 1 <= len(found) <= MAX_PARTS:
        raise bad_query(f"aggregate must list 1 to {MAX_PARTS} values.")
    if len({item.alias for item in found}) < len(found):
        raise bad_query("aggregate gives two values the same name.")
    return found


def _aggregate(text: str) -> Aggregate:
    match = _AGGREGATE.fullmatch(text)
    if match is None or _ALIAS.fullmatch(match[3]) is None:
        raise bad_query("aggregate must be written as aggregate(property with method as name).")
    path, method, alias = match[1], (match[2] or "").lower(), match[3]
    if path == "$count" and not method:
        return Aggregate(COUNT, "", alias)
    if method not in METHODS or _PATH.fullmatch(path) is None:
        raise bad_query("The methods of aggregate are sum, average, min, max and countdistinct.")
    return Aggregate(method, path, alias)
