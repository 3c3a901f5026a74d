"""FetchXML's conditions as the tree that filters of OData are read into."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from crm.web_api.fetch_xml.query import Condition, Filter, Link, LinkEntity
from odata.errors import ODataError, bad_query
from odata.expression import (
    EQ,
    GE,
    GT,
    LE,
    LT,
    NE,
    And,
    Comparison,
    Expression,
    Function,
    In,
    Lambda,
    Literal,
    LooseText,
    Not,
    Or,
    Path,
    PathComparison,
    QueryFunction,
)

_COMPARED: Final[Mapping[str, str]] = {
    "eq": EQ,
    "ne": NE,
    "neq": NE,
    "gt": GT,
    "ge": GE,
    "lt": LT,
    "le": LE,
}
_NEGATED: Final[Mapping[str, str]] = {
    "not-like": "like",
    "not-begin-with": "begins-with",
    "not-end-with": "ends-with",
    "not-in": "in",
    "not-between": "between",
    "not-null": "null",
    "not-on": "on",
}
_TEXT: Final[Mapping[str, str]] = {"like": "like", "begins-with": "startswith", "ends-with": "endswith"}
_FUNCTIONS: Final[Mapping[str, str]] = {
    "eq-userid": "EqualUserId",
    "ne-userid": "NotEqualUserId",
    "eq-userteams": "EqualUserTeams",
    "eq-useroruserteams": "EqualUserOrUserTeams",
    "eq-useroruserhierarchy": "EqualUserOrUserHierarchy",
    "eq-useroruserhierarchyandteams": "EqualUserOrUserHierarchyAndTeams",
    "eq-businessid": "EqualBusinessId",
    "ne-businessid": "NotEqualBusinessId",
    "eq-userlanguage": "EqualUserLanguage",
    "eq-or-above": "AboveOrEqual",
    "eq-or-under": "UnderOrEqual",
    "last-seven-days": "Last7Days",
    "next-seven-days": "Next7Days",
}
_PLAIN_FUNCTIONS: Final = [
    "above",
    "under",
    "not-under",
    "between",
    "on",
    "on-or-after",
    "on-or-before",
    "today",
    "yesterday",
    "tomorrow",
    "this-week",
    "this-month",
    "this-year",
    "last-week",
    "last-month",
    "last-year",
    "next-week",
    "next-month",
    "next-year",
]
_COUNTED: Final = ("last-x-", "next-x-", "olderthan-x-")


def tree_of(filters: Sequence[Filter], named: Callable[[LinkEntity], str]) -> Expression | None:
    """What all of the filters demand together; ``named`` gives the name of a linked table in a filter."""
    parts = [part for item in filters if (part := _filter(item, named)) is not None]
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else None


def _filter(item: Filter, named: Callable[[LinkEntity], str]) -> Expression | None:
    parts = []
    for part in item.parts:
        if isinstance(part, Condition):
            parts.append(condition_tree(part))
        elif isinstance(part, LinkEntity):
            parts.append(_link(part, named))
        elif (inner := _filter(part, named)) is not None:
            parts.append(inner)
    if len(parts) < 2:
        return parts[0] if parts else None
    return And(tuple(parts)) if item.all_of else Or(tuple(parts))


def _link(link: LinkEntity, named: Callable[[LinkEntity], str]) -> Expression:
    """``all`` means: there are linked rows, but none that meets the filters. ``not all`` is ``any``."""
    path = Path(named(link))
    found = Lambda(path, "any", tree_of(link.entity.filters, named))
    if link.kind is Link.NOT_ANY:
        return Not(found)
    if link.kind is Link.ALL:
        return And((Lambda(path, "any"), Not(found)))
    if link.kind.is_joined:
        raise bad_query(f"A link of the type '{link.kind}' cannot stand in a filter.")
    return found


def condition_tree(condition: Condition) -> Expression:
    """Raises ODataError for an operator that is not known, or has another number of values."""
    name = f"{condition.entity}/{condition.attribute}" if condition.entity else condition.attribute
    path = Path(name, logical=True)
    operator, values = condition.operator, [Literal(LooseText(value)) for value in condition.values]
    if condition.valueof:
        return _columns(path, operator, condition.valueof)
    positive = _NEGATED.get(operator)
    if positive is not None:
        return Not(_positive(path, positive, values))
    return _positive(path, operator, values)


def _columns(path: Path, operator: str, other: str) -> Expression:
    if operator not in _COMPARED:
        raise bad_query(f"The operator '{operator[:60]}' does not compare columns.")
    return PathComparison(path, _COMPARED[operator], Path(other.replace(".", "/", 1), logical=True))


def _positive(path: Path, operator: str, values: Sequence[Literal]) -> Expression:
    if operator == "null":
        _count(operator, values, 0)
        return Comparison(path, EQ, Literal(None))
    if operator == "in":
        if not values:
            raise bad_query("The operator 'in' needs values.")
        return In(path, tuple(values))
    if operator in _COMPARED:
        _count(operator, values, 1)
        return Comparison(path, _COMPARED[operator], values[0])
    if operator in _TEXT:
        _count(operator, values, 1)
        return Function(_TEXT[operator], path, (Literal(str(values[0].value)),))
    return QueryFunction(_function(operator), path, tuple(values))


def _count(operator: str, values: Sequence[Literal], number: int) -> None:
    if len(values) != number:
        raise bad_query(f"The operator '{operator}' takes {number} values.")


def _function(operator: str) -> str:
    """``last-x-hours`` → ``LastXHours``"""
    if operator in _FUNCTIONS:
        return _FUNCTIONS[operator]
    if operator in _PLAIN_FUNCTIONS or operator.startswith(_COUNTED):
        words = operator.replace("olderthan", "older-than").split("-")
        return "".join(word.capitalize() for word in words)
    if "fiscal" in operator or operator in ("contain-values", "not-contain-values"):
        raise ODataError(501, "0x80041102", f"The operator '{operator[:60]}' is not implemented.")
    raise bad_query(f"The operator '{operator[:60]}' is not known.")
