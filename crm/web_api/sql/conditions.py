"""Conditions of SQL as those of FetchXML. A negation goes down to the comparisons, which never find nulls."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlglot import exp

from crm.web_api.fetch_xml.query import Condition, Filter
from crm.web_api.sql.columns import Columns
from odata.errors import ODataError, bad_query

MAX_PARTS: Final = 500
_OPERATORS: Final[Mapping[type[exp.Expr], str]] = {
    exp.EQ: "eq",
    exp.NEQ: "ne",
    exp.GT: "gt",
    exp.GTE: "ge",
    exp.LT: "lt",
    exp.LTE: "le",
    exp.Like: "like",
}
_OPPOSITE: Final[Mapping[str, str]] = {
    "eq": "ne",
    "ne": "eq",
    "gt": "le",
    "ge": "lt",
    "lt": "ge",
    "le": "gt",
    "like": "not-like",
    "in": "not-in",
    "between": "not-between",
}
_TURNED: Final[Mapping[str, str]] = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_FIND_NULLS: Final = ("ne", "not-like", "not-in", "not-between")


def filter_of(
    item: exp.Expr, columns: Columns, *, within: str = "", negated: bool = False
) -> Filter | Condition:
    """The condition; ``within`` is the alias of the joined table whose own condition it is."""
    item = item.unnest()
    if isinstance(item, exp.Not):
        return filter_of(item.this, columns, within=within, negated=not negated)
    if isinstance(item, (exp.And, exp.Or)):
        parts = list(item.flatten())
        if len(parts) > MAX_PARTS:
            raise bad_query(f"The SQL has more than {MAX_PARTS} conditions in a row.")
        read = [filter_of(part, columns, within=within, negated=negated) for part in parts]
        return Filter(isinstance(item, exp.And) is not negated, tuple(read))
    return _Comparison(columns, within, negated is not bool(item.args.get("negate"))).read(item)


class _Comparison:
    def __init__(self, columns: Columns, within: str, negated: bool) -> None:
        self._columns = columns
        self._within = within
        self._negated = negated

    def read(self, item: exp.Expr) -> Filter | Condition:
        if isinstance(item, exp.Is) and isinstance(item.expression, exp.Null):
            return self._condition(item.this, "not-null" if self._negated else "null", ())
        if isinstance(item, exp.In) and item.args.get("query") is None:
            return self._compared(item.this, "in", [_value(value) for value in item.expressions])
        if isinstance(item, exp.Between):
            return self._compared(item.this, "between", [_value(item.args[name]) for name in ("low", "high")])
        if type(item) in _OPERATORS:
            return self._with_operator(item, _OPERATORS[type(item)])
        raise _unsupported()

    def _with_operator(self, item: exp.Expr, operator: str) -> Filter | Condition:
        left, right = item.this.unnest(), item.expression.unnest()
        if not isinstance(left, exp.Column):
            left, right, operator = right, left, _TURNED.get(operator, operator)
        if isinstance(right, exp.Column):
            return self._columns_compared(left, operator, right)
        return self._compared(left, operator, [_value(right)])

    def _compared(self, column: Any, operator: str, values: Sequence[str]) -> Filter | Condition:
        if self._negated:
            operator = _OPPOSITE[operator]
        condition = self._condition(column, operator, tuple(values))
        if operator not in _FIND_NULLS:
            return condition
        return Filter(all_of=True, parts=(condition, self._condition(column, "not-null", ())))

    def _columns_compared(self, left: Any, operator: str, right: exp.Column) -> Filter | Condition:
        if operator == "like" or not isinstance(left, exp.Column):
            raise _unsupported()
        operator = _OPPOSITE[operator] if self._negated else operator
        alias, name = self._named(left)
        other, other_name = self._named(right)
        valueof = f"{other}.{other_name}" if other else other_name
        condition = Condition(name, operator, entity=alias, valueof=valueof)
        if operator not in _FIND_NULLS:
            return condition
        filled = (self._condition(side, "not-null", ()) for side in (left, right))
        return Filter(all_of=True, parts=(condition, *filled))

    def _condition(self, column: Any, operator: str, values: tuple[str, ...]) -> Condition:
        alias, name = self._named(column)
        return Condition(name, operator, values, entity=alias)

    def _named(self, column: Any) -> tuple[str, str]:
        """The alias as a condition names it: none for the table that the condition belongs to."""
        alias, name = self._columns.of_column(column)
        own = self._within or self._columns.main
        if self._within and alias != own:
            raise _unsupported()
        return ("" if alias == own else alias), name


def _value(item: Any) -> str:
    item = item.unnest()
    if isinstance(item, exp.Cast):
        item = item.this
    if isinstance(item, exp.Neg) and isinstance(item.this, exp.Literal) and not item.this.is_string:
        return f"-{item.this.name}"
    if isinstance(item, exp.Literal | exp.National):
        return str(item.name)
    if isinstance(item, exp.Boolean):
        return "1" if item.this else "0"
    if isinstance(item, exp.Null):
        raise bad_query("Nothing is equal to NULL in SQL; use IS NULL.")
    raise _unsupported()


def _unsupported() -> ODataError:
    return ODataError(501, "0x80048d19", "The condition is not supported in queries in SQL.")
