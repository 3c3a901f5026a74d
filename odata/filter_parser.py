"""Reads a ``$filter`` into the expression tree: a parser of recursive descent with a whitelist and limits.

either   = both {"or" both}             both = term {"and" term}
term     = "not" term | operand [operator operand | "in" list]
operand  = "(" either ")" | literal | alias | path | function "(" … ")" | path "/any(" … ")"
"""

from collections.abc import Mapping
from typing import Final

from odata.errors import bad_query
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
    LiteralValue,
    LooseText,
    Not,
    Or,
    Path,
    PathComparison,
    QueryFunction,
)
from odata.filter_cursor import DEFAULT_LIMITS, FilterCursor, FilterLimits
from odata.filter_tokens import shorten

TEXT_FUNCTIONS: Final = frozenset({"contains", "startswith", "endswith"})
CASE_FUNCTIONS: Final = frozenset({"tolower", "toupper"})
QUERY_FUNCTION: Final = "Microsoft.Dynamics.CRM."
MAX_STEPS: Final = 6

_TURNED: Final = {EQ: EQ, NE: NE, GT: LT, GE: LE, LT: GT, LE: GE}
_ARITHMETIC: Final = frozenset({"add", "sub", "mul", "div", "divby", "mod"})
_RESERVED: Final = frozenset({"and", "or", "in", "not", *_TURNED, *_ARITHMETIC})
_CONSTANTS: Final[dict[str, LiteralValue]] = {"null": None, "true": True, "false": False}

Values = tuple[Literal, ...]
Operand = Expression | Path | Literal | Values


def parse_filter(
    text: str, *, limits: FilterLimits = DEFAULT_LIMITS, aliases: Mapping[str, str] | None = None
) -> Expression:
    """The tree of a ``$filter``; ``aliases`` are the values of ``@p1``, of which an absent one means null.

    Raises ODataError for anything it does not understand or finds too large.
    """
    if len(text.encode("utf-8", "surrogatepass")) > limits.length:
        raise bad_query(f"The filter is longer than {limits.length} bytes.")
    if not text.strip():
        raise bad_query("The filter is empty.")
    parser = _Parser(FilterCursor(text, limits), aliases or {}, limits)
    expression = parser.either()
    if parser.words.token.kind != "end":
        raise parser.words.lost()
    return expression


class _Parser:
    def __init__(self, words: FilterCursor, aliases: Mapping[str, str], limits: FilterLimits) -> None:
        self.words = words
        self._aliases = aliases
        self._limits = limits
        self._variables: list[str] = []

    def either(self) -> Expression:
        operands = [self._both()]
        while self.words.skip("or"):
            operands.append(self._both())
        return operands[0] if len(operands) == 1 else Or(tuple(operands))

    def _both(self) -> Expression:
        operands = [self._term()]
        while self.words.skip("and"):
            operands.append(self._term())
        return operands[0] if len(operands) == 1 else And(tuple(operands))

    def _term(self) -> Expression:
        if self.words.at("not") and not self.words.followed_by("/"):
            self.words.take()
            return Not(self.words.deeper(self._negated))
        left = self.operand()
        operator = self.words.token.text.lower() if self.words.token.kind == "name" else ""
        if operator in _ARITHMETIC:
            raise bad_query(f"The arithmetic operator '{operator}' is not supported in a filter.")
        if operator == "in":
            self.words.take()
            return self._in(left)
        if operator in _TURNED:
            self.words.take()
            return self._compared(left, operator, self.operand())
        if isinstance(left, Path | Literal | tuple):
            raise self.words.lost()
        return left

    def _negated(self) -> Expression:
        """``not`` binds closer than a comparison: what it negates stands in parentheses or is a function."""
        if self.words.skip("not"):
            return Not(self.words.deeper(self._negated))
        operand = self.operand()
        if isinstance(operand, Path | Literal | tuple):
            raise self.words.lost()
        return operand

    def _compared(self, left: Operand, operator: str, right: Operand) -> Expression:
        if isinstance(left, Literal):
            left, right, operator = right, left, _TURNED[operator]
        if isinstance(left, Path) and isinstance(right, Path):
            self.words.count()
            return PathComparison(left, operator, right)
        if isinstance(left, Path) and isinstance(right, Literal):
            self.words.count()
            return Comparison(left, operator, right)
        if isinstance(left, Path | Literal | tuple) or not isinstance(right, Literal):
            raise bad_query("A filter must compare a property with a value.")
        if operator not in (EQ, NE) or not isinstance(right.value, bool):
            raise bad_query("A function in a filter can only be compared with true or false.")
        return left if right.value == (operator == EQ) else Not(left)

    def _in(self, left: Operand) -> Expression:
        values = self._alias() if self.words.token.kind == "alias" else self._list()
        if not isinstance(left, Path) or not isinstance(values, tuple):
            raise bad_query("The operator 'in' compares a property with a list of values.")
        return In(left, values)

    def _list(self) -> Values:
        """``('a','b')`` or ``["a","b"]``"""
        closing = "]" if self.words.at("[") else ")"
        if not self.words.skip("[") and not self.words.skip("("):
            raise self.words.lost()
        values = [self._listed()]
        while self.words.skip(","):
            values.append(self._listed())
        self.words.expect(closing)
        return tuple(values)

    def _listed(self) -> Literal:
        self.words.count()
        value = self.operand()
        if not isinstance(value, Literal):
            raise bad_query("A list in a filter must hold values.")
        return value

    def operand(self) -> Operand:
        token = self.words.token
        if token.kind == "literal":
            return Literal(self.words.take().value)
        if token.kind == "alias":
            return self._alias()
        if self.words.skip("("):
            inner = self.words.deeper(self.either)
            self.words.expect(")")
            return inner
        if token.kind != "name":
            raise self.words.lost()
        return self._named()

    def _named(self) -> Operand:
        word = self.words.token.text
        if self.words.followed_by("("):
            return self._function()
        if word.lower() in _CONSTANTS and not self.words.followed_by("/"):
            self.words.take()
            return Literal(_CONSTANTS[word.lower()])
        return self._path_or_lambda()

    def _alias(self) -> Operand:
        """What stands for ``@p1``: a value, a list or the name of a property."""
        text = self._aliases.get(self.words.take().text, "null")
        if len(text) > self._limits.length:
            raise bad_query(f"A parameter is longer than {self._limits.length} characters.")
        parser = _Parser(FilterCursor(text, self._limits), {}, self._limits)
        parser._variables = self._variables
        value: Operand = parser._list() if text.strip()[:1] in ("[", "(") else parser.operand()
        if parser.words.token.kind != "end" or not isinstance(value, Path | Literal | tuple):
            raise parser.words.lost()
        self.words.count(len(value) if isinstance(value, tuple) else 0)
        return value

    def _path_or_lambda(self) -> Path | Lambda:
        names = [self._name()]
        while self.words.skip("/"):
            if self.words.token.text.lower() in ("any", "all") and self.words.followed_by("("):
                return self._lambda(self._own_path(names), self.words.take().text.lower())
            if self.words.at("$count"):
                raise bad_query("The number of related records cannot be compared in a filter.")
            names.append(self._name())
            if len(names) > MAX_STEPS:
                raise bad_query(f"A path in a filter has more than {MAX_STEPS} steps.")
        return self._own_path(names)

    def _name(self) -> str:
        token = self.words.token
        if token.kind != "name" or (token.text.lower() in _RESERVED and not self.words.followed_by("/")):
            raise self.words.lost()
        return self.words.take().text

    def _own_path(self, names: list[str]) -> Path:
        """Inside a lambda every path begins with its variable, and says no more than it afterwards."""
        if not self._variables:
            return Path("/".join(names))
        if names[0] != self._variables[-1] or len(names) == 1:
            raise bad_query(
                f"Inside '{self._variables[-1]}:' only the properties of '{self._variables[-1]}' can be used."
            )
        return Path("/".join(names[1:]))

    def _lambda(self, path: Path, quantifier: str) -> Lambda:
        self.words.count()
        self.words.expect("(")
        if quantifier == "any" and self.words.skip(")"):
            return Lambda(path, quantifier)
        variable = self._name()
        self.words.expect(":")
        self._variables.append(variable)
        predicate = self.words.deeper(self.either)
        self._variables.pop()
        self.words.expect(")")
        return Lambda(path, quantifier, predicate)

    def _function(self) -> Operand:
        self.words.count()
        name = self.words.take().text
        self.words.expect("(")
        if name.startswith(QUERY_FUNCTION):
            return self._query_function(name.removeprefix(QUERY_FUNCTION))
        if name.lower() in CASE_FUNCTIONS and self._limits.case_functions:
            return self._in_other_case()
        if name.lower() not in TEXT_FUNCTIONS:
            raise bad_query(f"The function '{shorten(name)}' is not supported in a filter.")
        path = self.operand()
        self.words.expect(",")
        text = self.operand()
        self.words.expect(")")
        if not isinstance(path, Path) or not isinstance(text, Literal) or not isinstance(text.value, str):
            raise bad_query(f"The function '{name.lower()}' needs a property and a text.")
        return Function(name.lower(), path, (text,))

    def _in_other_case(self) -> Path | Literal:
        """Texts are compared without regard to case, so that these functions change nothing."""
        text = self.words.deeper(self.operand)
        self.words.expect(")")
        if not isinstance(text, Path | Literal):
            raise bad_query("A function that changes the case needs a property or a text.")
        return text

    def _query_function(self, name: str) -> Expression:
        """``(PropertyName='statecode',PropertyValues=["0","1"])``; the aliases may hold the values."""
        given: dict[str, Operand] = {}
        while not given or self.words.skip(","):
            parameter = self._name()
            self.words.expect("=")
            is_list = self.words.at("[") or self.words.at("(")
            given[parameter.lower()] = self._list() if is_list else self.operand()
        self.words.expect(")")
        path = self._property(given.pop("propertyname", None))
        values = given.pop("propertyvalues", ()) or given.pop("propertyvalue", ())
        if given or not isinstance(values, Literal | tuple):
            raise bad_query(f"The parameters of '{shorten(name)}' cannot be understood.")
        return QueryFunction(name, path, _loose((values,) if isinstance(values, Literal) else values))

    def _property(self, given: Operand | None) -> Path:
        if isinstance(given, Path):
            return Path(given.name, logical=True)
        if not isinstance(given, Literal) or not isinstance(given.value, str) or not given.value:
            raise bad_query("A query function needs a PropertyName.")
        return Path(self._own_path(given.value.split("/")).name, logical=True)


def _loose(values: Values) -> Values:
    """Texts stand for values of any type there."""
    return tuple(
        Literal(LooseText(value.value)) if isinstance(value.value, str) else value for value in values
    )
