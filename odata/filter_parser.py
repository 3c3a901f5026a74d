"""Reads a ``$filter`` into our expression tree: the library's grammar behind a whitelist with limits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from dateutil.parser import isoparse
from odata_query import ast
from odata_query.exceptions import ODataException, ODataSyntaxError
from odata_query.grammar import ODataParser

from odata.errors import bad_query, bad_value
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
    LiteralValue,
    Not,
    Or,
    Path,
)
from odata.filter_lexer import tokenize

TEXT_FUNCTIONS = frozenset({"contains", "startswith", "endswith"})
MAX_INTEGER = 2**63 - 1
MAX_DECIMAL_EXPONENT = 28

_OPERATORS: dict[type, str] = {ast.Eq: EQ, ast.NotEq: NE, ast.Gt: GT, ast.GtE: GE, ast.Lt: LT, ast.LtE: LE}
_TURNED = {EQ: EQ, NE: NE, GT: LT, GE: LE, LT: GT, LE: GE}


@dataclass(frozen=True)
class FilterLimits:
    """Bounds that keep a filter's cost small, whatever it says."""

    length: int = 16_384
    terms: int = 500
    depth: int = 50


DEFAULT_LIMITS = FilterLimits()


def parse_filter(text: str, *, limits: FilterLimits = DEFAULT_LIMITS) -> Expression:
    """The tree of a ``$filter``. Raises ODataError for anything it does not understand or finds too large."""
    if len(text.encode("utf-8", "surrogatepass")) > limits.length:
        raise bad_query(f"The filter is longer than {limits.length} bytes.")
    return _Conversion(limits).expression(_syntax_tree(text), 1)


def _syntax_tree(text: str) -> Any:
    try:
        tokens = list(tokenize(text.strip()))
        tree = _parsed(tokens)
    except ODataSyntaxError as error:
        raise bad_query(f"The filter cannot be understood{_place(text.strip(), error)}.") from error
    except ODataException as error:
        raise bad_query(f"The filter cannot be understood: {_shorten(str(error))}") from error
    if tree is None:
        raise bad_query("The filter is empty.")
    return tree


def _place(text: str, error: ODataSyntaxError) -> str:
    """Where the filter stops making sense, in its own words."""
    token = getattr(error, "token", None)
    rest = "" if token is None else text[token.index :].strip()
    return f" from '{_shorten(rest)}' on" if rest else ": it ends too early"


def _parsed(tokens: list[Any]) -> Any:
    try:
        return ODataParser().parse(iter(tokens))
    except (NotImplementedError, TypeError, AttributeError, RecursionError) as error:
        # The library's grammar actions fail like this on unusual input that is well-formed word by word.
        raise bad_query("The filter cannot be understood.") from error


class _Conversion:
    """Walks the library's tree once; counts terms and depth while it goes."""

    def __init__(self, limits: FilterLimits) -> None:
        self._limits = limits
        self._terms = 0

    def expression(self, node: Any, depth: int) -> Expression:
        if depth > self._limits.depth:
            raise bad_query(f"The filter is nested more than {self._limits.depth} deep.")
        if isinstance(node, ast.BoolOp):
            return self._boolean(node, depth)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return Not(self.expression(node.operand, depth + 1))
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.Call):
            return self._function(node)
        raise bad_query("A filter must compare properties with values.")

    def _boolean(self, node: Any, depth: int) -> Expression:
        """A chain of the same operator becomes one node, so that long chains are not deep."""
        kind = type(node.op)
        operands: list[Any] = []
        waiting = [node]
        while waiting:
            current = waiting.pop()
            if isinstance(current, ast.BoolOp) and type(current.op) is kind:
                waiting += [current.right, current.left]
            else:
                operands.append(current)
        converted = tuple(self.expression(operand, depth + 1) for operand in operands)
        return And(converted) if kind is ast.And else Or(converted)

    def _compare(self, node: Any) -> Expression:
        if isinstance(node.comparator, ast.In):
            return self._in(node)
        operator = _OPERATORS[type(node.comparator)]
        if isinstance(node.left, ast.Call):
            return self._compared_function(node.left, operator, node.right)
        left, right = node.left, node.right
        if isinstance(left, ast._Literal):
            left, right, operator = right, left, _TURNED[operator]
        self._count(1)
        return Comparison(_path(left), operator, _literal(right))

    def _compared_function(self, call: Any, operator: str, value: Any) -> Expression:
        """``contains(a,'b') eq false``"""
        if operator not in (EQ, NE) or not isinstance(value, ast.Boolean):
            raise bad_query("A function in a filter can only be compared with true or false.")
        function = self._function(call)
        return function if value.py_val == (operator == EQ) else Not(function)

    def _in(self, node: Any) -> Expression:
        self._count(len(node.right.val))
        return In(_path(node.left), tuple(_literal(item) for item in node.right.val))

    def _function(self, node: Any) -> Expression:
        self._count(1)
        name = _full_name(node.func).lower()
        if name not in TEXT_FUNCTIONS:
            raise bad_query(f"The function '{_shorten(_full_name(node.func))}' is not supported in a filter.")
        if len(node.args) != 2:
            raise bad_query(f"The function '{name}' takes 2 arguments.")
        argument = _literal(node.args[1])
        if not isinstance(argument.value, str):
            raise bad_query(f"The function '{name}' needs a text as its second argument.")
        return Function(name, _path(node.args[0]), (argument,))

    def _count(self, terms: int) -> None:
        self._terms += terms
        if self._terms > self._limits.terms:
            raise bad_query(f"The filter has more than {self._limits.terms} terms.")


def _path(node: Any) -> Path:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(str(node.attr))
        node = node.owner
    if not isinstance(node, ast.Identifier):
        raise bad_query("A filter must compare a property with a value.")
    names.append(_full_name(node))
    return Path("/".join(reversed(names)))


def _full_name(identifier: Any) -> str:
    return ".".join((*identifier.namespace, identifier.name))


def _literal(node: Any) -> Literal:
    read = _LITERALS.get(type(node))
    if read is None:
        raise bad_query("A filter must compare a property with a value.")
    try:
        return Literal(read(getattr(node, "val", "")))
    except (ValueError, OverflowError, InvalidOperation) as error:
        raise bad_value(f"'{_shorten(str(node.val))}' is not a value.") from error


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > MAX_INTEGER:
        raise ValueError(text)
    return number


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if number and abs(number.adjusted()) > MAX_DECIMAL_EXPONENT:
        raise ValueError(text)
    return number


def _text(text: str) -> str:
    text.encode()  # a lone surrogate raises UnicodeEncodeError, a ValueError
    if "\x00" in text:
        raise ValueError(text)
    return text


def _date_and_time(text: str) -> datetime:
    moment: datetime = isoparse(text.upper())
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


_LITERALS: dict[type, Callable[[str], LiteralValue]] = {
    ast.Null: lambda _: None,
    ast.Integer: _integer,
    ast.Float: _decimal,
    ast.Boolean: lambda text: text.lower() == "true",
    ast.String: _text,
    ast.GUID: UUID,
    ast.Date: date.fromisoformat,
    ast.DateTime: _date_and_time,
}


def _shorten(text: str) -> str:
    printable = text.encode("ascii", "backslashreplace").decode()
    return printable if len(printable) <= 100 else printable[:97] + "..."
