"""A filter of a mapping: one typed tree, kept as JSON, rendered as OData and as text to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le", "in", "starts_with", "contains", "is_blank", "is_not_blank")
SYMBOLS = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}


class FilterInvalid(ValueError):
    """The JSON form of a filter cannot be read; ``code`` and ``params`` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Comparison:
    field: str
    operator: str
    value: Any = None


@dataclass(frozen=True)
class All:
    parts: tuple["Filter", ...] = ()


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Filter", ...]


Filter = Comparison | All | AnyOf
EVERYTHING = All()


def where(field: str, operator: str, value: Any = None) -> Comparison:
    return Comparison(field, operator, value)


def all_of(*parts: Filter) -> All:
    return All(parts)


def fields_of(tree: Filter) -> Iterator[str]:
    """Yields the names that the filter reads."""
    if isinstance(tree, Comparison):
        yield tree.field
        return
    for part in tree.parts:
        yield from fields_of(part)


def to_json(tree: Filter) -> dict[str, Any]:
    match tree:
        case Comparison():
            value = list(tree.value) if isinstance(tree.value, tuple) else tree.value
            return {"field": tree.field, "operator": tree.operator, "value": value}
        case All():
            return {"all": [to_json(part) for part in tree.parts]} if tree.parts else {}
        case AnyOf():
            return {"any": [to_json(part) for part in tree.parts]}


def from_json(data: Any, *, depth: int = 0) -> Filter:
    """Reads the JSON form. Raises FilterInvalid."""
    if not isinstance(data, dict) or depth > 10:
        raise FilterInvalid("filter_not_readable")
    if not data:
        return EVERYTHING
    for key, kind in (("all", All), ("any", AnyOf)):
        if key in data:
            if set(data) != {key} or not isinstance(data[key], list):
                raise FilterInvalid("filter_not_readable")
            return kind(tuple(from_json(part, depth=depth + 1) for part in data[key]))
    return _comparison(data)


def _comparison(data: dict[str, Any]) -> Comparison:
    if not isinstance(data.get("field"), str) or set(data) - {"field", "operator", "value"}:
        raise FilterInvalid("filter_not_readable")
    operator, value = data.get("operator"), data.get("value")
    if operator not in OPERATORS:
        raise FilterInvalid("filter_operator_unknown", operator=str(operator))
    if (operator == "in") != isinstance(value, list):
        raise FilterInvalid("filter_value_not_fitting", field=data["field"])
    return Comparison(data["field"], operator, tuple(value) if isinstance(value, list) else value)


def to_odata(tree: Filter, *, lookups: frozenset[str] = frozenset()) -> str:
    """Returns the ``$filter`` text, blank for everything; ``lookups`` are read as ``_name_value``."""
    match tree:
        case Comparison():
            return _odata_comparison(tree, f"_{tree.field}_value" if tree.field in lookups else tree.field)
        case All():
            return " and ".join(_bracketed(part, lookups) for part in tree.parts if part != EVERYTHING)
        case AnyOf():
            return " or ".join(_bracketed(part, lookups) for part in tree.parts)


def _bracketed(part: Filter, lookups: frozenset[str]) -> str:
    text = to_odata(part, lookups=lookups)
    return text if isinstance(part, Comparison) else f"({text})"


def _odata_comparison(comparison: Comparison, name: str) -> str:
    match comparison.operator:
        case "in":
            return "(" + " or ".join(f"{name} eq {literal(value)}" for value in comparison.value) + ")"
        case "starts_with":
            return f"startswith({name},{literal(comparison.value)})"
        case "contains":
            return f"contains({name},{literal(comparison.value)})"
        case "is_blank":
            return f"{name} eq null"
        case "is_not_blank":
            return f"{name} ne null"
        case operator:
            return f"{name} {operator} {literal(comparison.value)}"


def literal(value: Any) -> str:
    """Returns an OData literal; text is quoted, with quotes doubled."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return "'" + str(value).replace("'", "''") + "'"


def to_text(tree: Filter) -> str:
    """Returns the filter as a person reads it; blank for everything."""
    match tree:
        case Comparison():
            return _text_comparison(tree)
        case All():
            return ", ".join(to_text(part) for part in tree.parts)
        case AnyOf():
            return " | ".join(to_text(part) for part in tree.parts)


def _text_comparison(comparison: Comparison) -> str:
    shown = "''" if comparison.value == "" else str(comparison.value)
    match comparison.operator:
        case "in":
            return f"{comparison.field} = {'|'.join(str(value) for value in comparison.value)}"
        case "starts_with":
            return f"{comparison.field} = {shown}*"
        case "contains":
            return f"{comparison.field} = *{shown}*"
        case "is_blank":
            return f"{comparison.field} = ''"
        case "is_not_blank":
            return f"{comparison.field} <> ''"
        case operator:
            return f"{comparison.field} {SYMBOLS[operator]} {shown}"
