"""The query that some actions take (QueryExpression), as a condition on the records of a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from crm import metadata
from crm.metadata import Column, Table
from crm.web_api.column_values import column_value
from crm.web_api.columns import column_of, field_of, unknown_property
from crm.web_api.errors import bad_payload, not_implemented
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
    Literal,
    Not,
    Or,
    Path,
)
from odata.filters import Field, Related, to_q
from odata.numbers import exact_number

_COMPARISONS: Final = {
    "Equal": EQ,
    "NotEqual": NE,
    "GreaterThan": GT,
    "GreaterEqual": GE,
    "LessThan": LT,
    "LessEqual": LE,
}
_TEXT: Final = {"Contains": "contains", "BeginsWith": "startswith", "EndsWith": "endswith"}
_NEGATED: Final = {
    "NotIn": "In",
    "NotBetween": "Between",
    "DoesNotContain": "Contains",
    "DoesNotBeginWith": "BeginsWith",
    "DoesNotEndWith": "EndsWith",
}
_MAX_DEPTH: Final = 10


def query_table(query: Mapping[str, Any]) -> Table:
    """The table that is asked. Raises ODataError."""
    try:
        return metadata.table(query.get("EntityName") or "")
    except KeyError:
        raise bad_payload("'EntityName' of a query must be the logical name of a table.") from None


def query_condition(query: Mapping[str, Any], table: Table) -> Q:
    """Raises ODataError for what is no condition on this table, or is none that is understood."""
    if query.get("LinkEntities") or query.get("TopCount"):
        raise not_implemented("Queries with linked tables or a top count are not implemented.")
    criteria = query.get("Criteria")
    expression = None if criteria is None else _filter(criteria, table, 1)
    return Q() if expression is None else to_q(expression, _OwnColumns(table))


@dataclass(frozen=True)
class _OwnColumns:
    """The columns of one table: what a filter names when nothing is joined."""

    table: Table

    def field(self, path: Path) -> Field:
        column = column_of(path.name, self.table)
        if column.in_extra and column.is_polymorphic:
            raise not_implemented(f"A condition on '{column.logical_name}' is not implemented.")
        return field_of(column, {name: name for name in ("extra", column.attname, column.folded_attname)})

    def related(self, path: str) -> Related:
        raise unknown_property(path, self.table)


def _filter(criteria: Mapping[str, Any], table: Table, depth: int) -> Expression | None:
    if depth > _MAX_DEPTH:
        raise bad_payload("The filters of the query are nested too deep.")
    operands = [_condition(condition, table) for condition in criteria.get("Conditions") or ()]
    nested = (_filter(inner, table, depth + 1) for inner in criteria.get("Filters") or ())
    operands += [inner for inner in nested if inner is not None]
    if not operands:
        return None
    return Or(tuple(operands)) if criteria.get("FilterOperator") == "Or" else And(tuple(operands))


def _condition(condition: Mapping[str, Any], table: Table) -> Expression:
    column = _column(condition.get("AttributeName") or "", table)
    operator = condition.get("Operator") or "Equal"
    values = [_value(item, column) for item in condition.get("Values") or ()]
    positive = _NEGATED.get(operator)
    if positive is not None:
        return Not(_positive(positive, Path(column.property_name), values))
    return _positive(operator, Path(column.property_name), values)


def _column(name: str, table: Table) -> Column:
    column = table.columns.get(name)
    return column_of(name, table) if column is None or column.secret else column


def _positive(operator: str, path: Path, values: Sequence[Literal]) -> Expression:
    if operator in ("Null", "NotNull"):
        return Comparison(path, EQ if operator == "Null" else NE, Literal(None))
    if operator == "In" and values:
        return In(path, tuple(values))
    if operator == "Between" and len(values) == 2:
        return And((Comparison(path, GE, values[0]), Comparison(path, LE, values[1])))
    if operator in _COMPARISONS and len(values) == 1:
        return Comparison(path, _COMPARISONS[operator], values[0])
    if operator in _TEXT and len(values) == 1:
        return Function(_TEXT[operator], path, tuple(values))
    if operator in (*_COMPARISONS, *_TEXT, "In", "Between"):
        raise bad_payload(f"The operator '{operator}' has another number of values.")
    raise not_implemented(f"The operator '{operator}' is not implemented.")


def _value(item: Mapping[str, Any], column: Column) -> Literal:
    """A value, which may be written as a text whatever its type is."""
    value = item.get("Value")
    reader = _FROM_TEXT.get(column.edm_type)
    if isinstance(value, str) and reader is not None:
        try:
            return Literal(reader(value))
        except (ValueError, KeyError):
            raise bad_payload(f"'{value[:60]}' is not a value of '{column.logical_name}'.") from None
    return Literal(column_value(value, column))


_FROM_TEXT: Final[Mapping[str, Callable[[str], Any]]] = {
    "Edm.Int32": int,
    "Edm.Int64": int,
    "Edm.Decimal": exact_number,
    "Edm.Double": exact_number,
    "Edm.Boolean": lambda text: {"true": True, "false": False, "1": True, "0": False}[text.lower()],
}
