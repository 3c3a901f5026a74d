"""``$select $filter $orderby $top $count`` over definitions, which are rows in memory."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from odata.errors import bad_query
from odata.expression import EQ, GE, GT, LE, LT, NE, And, Comparison, Expression, Function, In, Not, Or
from odata.query import QueryOptions

Row = dict[str, Any]
_ALWAYS: Final = ("@odata.type", "MetadataId")
# An enumeration's member as the protocol writes it in full: Namespace.Type'Member'.
_ENUMERATION: Final = re.compile(r"Microsoft\.Dynamics\.CRM\.\w+(?=')")
_TEXT: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
    "endswith": str.endswith,
}
_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    GT: lambda left, right: left > right,
    GE: lambda left, right: left >= right,
    LT: lambda left, right: left < right,
    LE: lambda left, right: left <= right,
}


def without_enumerations(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Members of enumerations as plain texts, which is how definitions hold them."""
    return [(name, _ENUMERATION.sub("", value)) for name, value in pairs]


def matching(rows: Sequence[Row], options: QueryOptions) -> list[Row]:
    """The rows that the filter leaves, in order. Raises ODataError for unknown properties."""
    found = [row for row in rows if options.filter is None or _holds(options.filter, row)]
    for order in reversed(options.orderby):
        found.sort(key=partial(_sort_value, order.path), reverse=order.descending)
    return found if options.top is None else found[: options.top]


def selected(row: Row, names: Sequence[str] | None) -> Row:
    """The row with the named properties alone, and always its type and id."""
    if names is None:
        return row
    for name in names:
        if name not in row:
            raise _unknown(name)
    return {name: value for name, value in row.items() if name in names or name in _ALWAYS}


def value_at(row: Any, path: str) -> Any:
    for step in path.split("/"):
        if row is None:
            return None
        if not isinstance(row, dict) or step not in row:
            raise _unknown(step)
        row = row[step]
    return row


def _unknown(name: str) -> Exception:
    return bad_query(f"Could not find a property named '{name[:100]}' on a type of the metadata.")


def _sort_value(path: str, row: Row) -> tuple[bool, str]:
    value = value_at(row, path)
    return (value is not None, str(value))


def _holds(expression: Expression, row: Row) -> bool:
    if isinstance(expression, And):
        return all(_holds(operand, row) for operand in expression.operands)
    if isinstance(expression, Or):
        return any(_holds(operand, row) for operand in expression.operands)
    if isinstance(expression, Not):
        return not _holds(expression.operand, row)
    if isinstance(expression, Comparison):
        return _compares(value_at(row, expression.path.name), expression.operator, expression.literal.value)
    if isinstance(expression, In):
        value = value_at(row, expression.path.name)
        return any(_compares(value, EQ, literal.value) for literal in expression.literals)
    if isinstance(expression, Function) and expression.name in _TEXT:
        text, part = value_at(row, expression.path.name), expression.arguments[0].value
        return isinstance(text, str) and _TEXT[expression.name](text.casefold(), str(part).casefold())
    raise bad_query("This filter is not supported on definitions.")


def _compares(value: Any, operator: str, literal: Any) -> bool:
    left, right = _comparable(value), _comparable(literal)
    if operator in (EQ, NE):
        return (left == right) is (operator == EQ)
    if left is None or right is None or type(left) is not type(right):
        return False
    return _ORDER[operator](left, right)


def _comparable(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.casefold() if isinstance(value, str) else value
