"""Evaluates a filter of a mapping on values in memory, as the database and the CRM would. Pure."""

from collections.abc import Mapping
from typing import Any

from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.filter_values import Kind, comparable, kind_of_value
from crm_integration.table_mapping.filters import All, AnyOf, Comparison, Filter
from crm_integration.table_mapping.values import LookupValue

TYPE_SUFFIX = "type"


def matches(tree: Filter, values: Mapping[str, Any]) -> bool:
    """Whether the record is inside the filter. Texts compare without regard to case and trailing blanks."""
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
    kind = kind_of_value(actual)
    known = comparable(actual, kind)
    match comparison.operator:
        case "is_blank":
            return known is None
        case "is_not_blank":
            return known is not None
        case "in":
            return any(_equals(known, value, kind) for value in comparison.value)
        case "eq":
            return _equals(known, comparison.value, kind)
        case "ne":
            return not _equals(known, comparison.value, kind)
        case "starts_with":
            return _folded(actual).startswith(_folded(comparison.value))
        case "contains":
            return _folded(comparison.value) in _folded(actual)
        case operator:
            return _is_ordered(operator, known, comparison.value, kind)


def _equals(known: Any, value: Any, kind: Kind) -> bool:
    if known is None or value is None or value == "":
        return known is None and value in (None, "")
    return bool(known == _as(value, kind))


def _is_ordered(operator: str, known: Any, value: Any, kind: Kind) -> bool:
    wanted = _as(value, kind)
    if known is None or wanted is None:
        return False
    results = {"gt": known > wanted, "ge": known >= wanted, "lt": known < wanted}
    return bool(results.get(operator, known <= wanted))


def _as(value: Any, kind: Kind) -> Any:
    """A value that is none of the kind equals nothing; a mapping with such a filter is not accepted."""
    try:
        return comparable(value, kind)
    except ValueError:
        return None


def _folded(value: Any) -> str:
    return str(value or "").casefold()
