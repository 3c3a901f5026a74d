"""What the query functions of Dataverse mean, said in comparisons.

Source: the Web API query function reference of Dataverse; FetchXML's operators mean the same.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from odata.errors import ODataError, bad_query, bad_value
from odata.expression import (
    EQ,
    GE,
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
    Not,
    Or,
    Path,
    QueryFunction,
)
from odata.filter_tokens import shorten
from odata.literals import to_date_and_time, to_guid, to_integer, to_text
from odata.periods import FIXED, Span, counted, day

MAX_UNITS: Final = 100_000
_COUNTED: Final = re.compile(r"(Last|Next|OlderThan)X([A-Z][a-z]+)")
_NOT_HERE: Final = re.compile(r".*Fiscal.*|EqualUserOrUserHierarchy.*|EqualRoleBusinessId|.*ContainValues")
_HIERARCHY: Final = frozenset({"Above", "AboveOrEqual", "Under", "UnderOrEqual", "NotUnder"})

Descent = Callable[[str, Path, UUID], Sequence[UUID]]


@dataclass(frozen=True)
class Surroundings:
    """Who asks and when; ``hierarchy`` finds the ids above or under a record."""

    now: datetime
    user_id: UUID
    business_unit_id: UUID | None
    team_ids: frozenset[UUID]
    hierarchy: Descent


def in_comparisons(expression: Expression, around: Surroundings) -> Expression:
    """The tree without query functions. Raises ODataError, with 501 for those that Dataverse alone has."""
    if isinstance(expression, And | Or):
        operands = tuple(in_comparisons(part, around) for part in expression.operands)
        return replace(expression, operands=operands)
    if isinstance(expression, Not):
        return Not(in_comparisons(expression.operand, around))
    if isinstance(expression, Lambda) and expression.predicate is not None:
        return replace(expression, predicate=in_comparisons(expression.predicate, around))
    if isinstance(expression, QueryFunction):
        return _meaning(expression, around)
    return expression


def _meaning(function: QueryFunction, around: Surroundings) -> Expression:
    name, path = function.name, function.path
    if name in FIXED:
        _values(function, 0)
        return _within(path, FIXED[name](around.now))
    if name in _USER:
        _values(function, 0)
        return _USER[name](path, around)
    if name in _VALUES:
        return _VALUES[name](function)
    units = _COUNTED.fullmatch(name)
    if units:
        return _counted(function, units, around)
    if name in _HIERARCHY:
        return _hierarchy(function, around)
    if _NOT_HERE.fullmatch(name):
        raise ODataError(501, "NotImplemented", f"The function '{shorten(name)}' is not implemented.")
    raise bad_query(f"The function 'Microsoft.Dynamics.CRM.{shorten(name)}' is not known.")


def _values(function: QueryFunction, number: int) -> tuple[Literal, ...]:
    if len(function.arguments) != number:
        raise bad_query(f"The function '{function.name}' takes {number} values.")
    return function.arguments


def _within(path: Path, span: Span) -> Expression:
    parts = []
    if span.first is not None:
        parts.append(Comparison(path, GE, Literal(span.first)))
    if span.after is not None:
        parts.append(Comparison(path, LT, Literal(span.after)))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _counted(function: QueryFunction, units: re.Match[str], around: Surroundings) -> Expression:
    count = to_integer(_values(function, 1)[0].value)
    if not 0 < count <= MAX_UNITS:
        raise bad_value(f"The function '{function.name}' takes a number from 1 to {MAX_UNITS}.")
    try:
        span = counted(units[1], units[2], count, around.now)
    except OverflowError:
        raise bad_value(f"The function '{function.name}' leads to no day of the calendar.") from None
    if span is None:
        if "Fiscal" in units[2]:
            raise ODataError(501, "NotImplemented", f"The function '{function.name}' is not implemented.")
        raise bad_query(f"The function 'Microsoft.Dynamics.CRM.{function.name}' is not known.")
    return _within(function.path, span)


def _hierarchy(function: QueryFunction, around: Surroundings) -> Expression:
    identifier = to_guid(_values(function, 1)[0].value)
    wanted = function.name.removeprefix("Not")
    found = In(
        function.path, tuple(Literal(item) for item in around.hierarchy(wanted, function.path, identifier))
    )
    return Not(found) if function.name.startswith("Not") else found


def _between(function: QueryFunction) -> Expression:
    low, high = _values(function, 2)
    return And((Comparison(function.path, GE, low), Comparison(function.path, LE, high)))


def _in(function: QueryFunction) -> Expression:
    if not function.arguments:
        raise bad_query(f"The function '{function.name}' takes at least one value.")
    return In(function.path, function.arguments)


def _on(function: QueryFunction) -> Span:
    moment = to_date_and_time(_values(function, 1)[0].value)
    try:
        return Span(day(moment), day(moment, 1))
    except OverflowError:
        raise bad_value(f"The function '{function.name}' leads to no day of the calendar.") from None


def _text(function: QueryFunction, name: str) -> Expression:
    (value,) = _values(function, 1)
    return Function(name, function.path, (Literal(to_text(value.value)),))


def _compared(path: Path, operator: str, value: UUID | None) -> Expression:
    return Comparison(path, operator, Literal(value))


def _among(path: Path, identifiers: Sequence[UUID]) -> Expression:
    return In(path, tuple(Literal(item) for item in sorted(identifiers)))


_VALUES: Final[Mapping[str, Callable[[QueryFunction], Expression]]] = {
    "Between": _between,
    "NotBetween": lambda function: Not(_between(function)),
    "In": _in,
    "NotIn": lambda function: Not(_in(function)),
    "On": lambda function: _within(function.path, _on(function)),
    "NotOn": lambda function: Not(_within(function.path, _on(function))),
    "OnOrAfter": lambda function: _within(function.path, Span(_on(function).first, None)),
    "OnOrBefore": lambda function: _within(function.path, Span(None, _on(function).after)),
    "Contains": lambda function: _text(function, "contains"),
    "BeginsWith": lambda function: _text(function, "startswith"),
    "DoesNotBeginWith": lambda function: Not(_text(function, "startswith")),
    "EndsWith": lambda function: _text(function, "endswith"),
    "DoesNotEndWith": lambda function: Not(_text(function, "endswith")),
}
_ENGLISH: Final = 1033
_USER: Final[Mapping[str, Callable[[Path, Surroundings], Expression]]] = {
    "EqualUserId": lambda path, around: _compared(path, EQ, around.user_id),
    "NotEqualUserId": lambda path, around: _compared(path, NE, around.user_id),
    "EqualBusinessId": lambda path, around: _compared(path, EQ, around.business_unit_id),
    "NotEqualBusinessId": lambda path, around: _compared(path, NE, around.business_unit_id),
    "EqualUserTeams": lambda path, around: _among(path, list(around.team_ids)),
    "EqualUserOrUserTeams": lambda path, around: _among(path, [around.user_id, *around.team_ids]),
    "EqualUserLanguage": lambda path, around: Comparison(path, EQ, Literal(_ENGLISH)),
}
