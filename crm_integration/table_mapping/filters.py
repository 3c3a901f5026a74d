"""A filter of a mapping: one typed tree, kept as JSON, rendered as OData and as text to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.facts import CrmColumnFacts
from crm_integration.table_mapping.filter_values import fitting, kind_of

OPERATORS = ("eq", "ne", "gt", "ge", "lt", "le", "in", "starts_with", "contains", "is_blank", "is_not_blank")
WITHOUT_VALUE = ("is_blank", "is_not_blank")
ORDERING = ("gt", "ge", "lt", "le")
SEARCHING = ("starts_with", "contains")
# These need a value that is not blank.
NEED_VALUE = ("eq", "ne", *ORDERING, *SEARCHING)
BLANK = {"eq": "is_blank", "ne": "is_not_blank"}
SCALARS = (str, int, float, bool, type(None))
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
    """A comparison; one with nothing is the one that asks whether there is anything."""
    if operator in BLANK and value in (None, ""):
        return Comparison(field, BLANK[operator])
    return Comparison(field, operator, value)


def all_of(*parts: Filter) -> All:
    return All(parts)


def comparisons_of(tree: Filter) -> Iterator[Comparison]:
    """Yields the leaves of the tree."""
    if isinstance(tree, Comparison):
        yield tree
        return
    for part in tree.parts:
        yield from comparisons_of(part)


def fields_of(tree: Filter) -> Iterator[str]:
    """Yields the names that the filter reads."""
    return (part.field for part in comparisons_of(tree))


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
            if kind is AnyOf and not data[key]:
                raise FilterInvalid("filter_not_readable")
            return kind(tuple(from_json(part, depth=depth + 1) for part in data[key]))
    return _comparison(data)


def _comparison(data: dict[str, Any]) -> Comparison:
    if not isinstance(data.get("field"), str) or set(data) - {"field", "operator", "value"}:
        raise FilterInvalid("filter_not_readable")
    operator, value = data.get("operator"), data.get("value")
    if operator not in OPERATORS:
        raise FilterInvalid("filter_operator_unknown", operator=str(operator))
    values = value if operator == "in" and value else [value]
    if not isinstance(values, list) or not all(isinstance(each, SCALARS) for each in values):
        raise FilterInvalid("filter_value_not_fitting", field=data["field"])
    return where(data["field"], operator, tuple(values) if operator == "in" else value)


def to_odata(tree: Filter, columns: Mapping[str, CrmColumnFacts]) -> str:
    """Returns the ``$filter`` text, blank for everything; values are written as the columns' types want."""
    match tree:
        case Comparison():
            return _odata_comparison(tree, columns[tree.field])
        case All():
            return " and ".join(_bracketed(part, columns) for part in tree.parts if to_odata(part, columns))
        case AnyOf():
            terms = [_bracketed(part, columns) for part in tree.parts]
            return " or ".join(terms) if all(to_odata(part, columns) for part in tree.parts) else ""


def _bracketed(part: Filter, columns: Mapping[str, CrmColumnFacts]) -> str:
    text = to_odata(part, columns)
    return text if isinstance(part, Comparison) else f"({text})"


def _odata_comparison(comparison: Comparison, column: CrmColumnFacts) -> str:
    name = f"_{column.name}_value" if column.is_lookup else column.name
    match comparison.operator:
        case "in":
            return "(" + " or ".join(f"{name} eq {_of(value, column)}" for value in comparison.value) + ")"
        case "starts_with":
            return f"startswith({name},{literal(comparison.value)})"
        case "contains":
            return f"contains({name},{literal(comparison.value)})"
        case "is_blank":
            return f"{name} eq null"
        case "is_not_blank":
            return f"{name} ne null"
        case operator:
            return f"{name} {operator} {_of(comparison.value, column)}"


def _of(value: Any, column: CrmColumnFacts) -> str:
    return literal(fitting(value, kind_of(column.type)))


def literal(value: Any) -> str:
    """Returns an OData literal; text is quoted, with quotes doubled."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case int() | float() | UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _:
            return "'" + str(value).replace("'", "''") + "'"


def to_text(tree: Filter) -> str:
    """Returns the filter as a person reads it; blank for everything."""
    match tree:
        case Comparison():
            return _text_comparison(tree)
        case All():
            texts = ((to_text(part), isinstance(part, AnyOf)) for part in tree.parts)
            return ", ".join(f"({text})" if is_choice else text for text, is_choice in texts if text)
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
