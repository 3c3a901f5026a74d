"""Evaluates a filter of a mapping on values in memory, as the database and the CRM would. Pure."""

from collections.abc import Mapping
from typing import Any

from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.filters import All, AnyOf, Comparison, Filter
from crm_integration.table_mapping.values import LookupValue, canonical

TYPE_SUFFIX = "type"


def matches(tree: Filter, values: Mapping[str, Any]) -> bool:
    """Whether the record is inside the filter. Texts compare without regard to case."""
    match tree:
        case Comparison():
            return _compare(tree, value_of(tree.field, values))
        case All():
            return all(matches(part, values) for part in tree.parts)
        case AnyOf():
            return any(matches(part, values) for part in tree.parts)


def value_of(name: str, values: Mapping[str, Any]) -> Any:
    """Returns a value by name; ``<lookup>type`` is the table that a polymorphic lookup is bound to."""
    if name in values:
        return values[name]
    lookup = values.get(name.removesuffix(TYPE_SUFFIX))
    return lookup.table if isinstance(lookup, LookupValue) else None


def column_of(name: str, facts: Facts) -> str:
    """Returns the CRM column that a name in a filter is read from."""
    if name not in facts.crm and name.removesuffix(TYPE_SUFFIX) in facts.crm:
        return name.removesuffix(TYPE_SUFFIX)
    return name


def _compare(comparison: Comparison, actual: Any) -> bool:
    match comparison.operator:
        case "is_blank":
            return _plain(actual) is None
        case "is_not_blank":
            return _plain(actual) is not None
        case "in":
            return _plain(actual) in {_plain(value) for value in comparison.value}
        case "starts_with":
            return str(_plain(actual) or "").startswith(str(_plain(comparison.value) or ""))
        case "contains":
            return str(_plain(comparison.value) or "") in str(_plain(actual) or "")
        case "eq":
            return _plain(actual) == _plain(comparison.value)
        case "ne":
            return _plain(actual) != _plain(comparison.value)
        case operator:
            return _ordered(operator, actual, comparison.value)


def _ordered(operator: str, actual: Any, expected: Any) -> bool:
    if actual is None or expected is None:
        return False
    if type(actual) is not type(expected):
        actual, expected = str(actual), str(expected)
    results = {"gt": actual > expected, "ge": actual >= expected, "lt": actual < expected}
    return bool(results.get(operator, actual <= expected))


def _plain(value: Any) -> str | int | bool | None:
    known = canonical(value)
    return known.casefold() if isinstance(known, str) else known
