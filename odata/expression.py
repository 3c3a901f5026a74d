"""The frozen tree of a filter: what was asked, free of parser and database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

LiteralValue = None | bool | int | Decimal | str | UUID | date | datetime

EQ, NE, GT, GE, LT, LE = "eq", "ne", "gt", "ge", "lt", "le"


class LooseText(str):
    """A value whose type only the column knows, as FetchXML and the query functions write them."""

    __slots__ = ()


@dataclass(frozen=True)
class Path:
    """A property, or a property of a related record: ``primarycontactid/fullname``.

    Query functions name a column by its logical name: ``ownerid`` for the property ``_ownerid_value``.
    """

    name: str
    logical: bool = False


@dataclass(frozen=True)
class Literal:
    value: LiteralValue


@dataclass(frozen=True)
class Comparison:
    """``path operator literal``; the parser turns ``5 lt x`` round."""

    path: Path
    operator: str
    literal: Literal


@dataclass(frozen=True)
class PathComparison:
    """Two properties of the same record: ``firstname eq lastname``."""

    path: Path
    operator: str
    other: Path


@dataclass(frozen=True)
class In:
    path: Path
    literals: tuple[Literal, ...]


@dataclass(frozen=True)
class Function:
    """What is asked of a text: ``contains``, ``startswith``, ``endswith`` or ``like``."""

    name: str
    path: Path
    arguments: tuple[Literal, ...]


@dataclass(frozen=True)
class QueryFunction:
    """A function of Dataverse about a property, by its bare name: ``LastXDays``, ``EqualUserId``."""

    name: str
    path: Path
    arguments: tuple[Literal, ...] = ()


@dataclass(frozen=True)
class Lambda:
    """Whether ``any`` or ``all`` related records meet the predicate; its paths begin at these records."""

    path: Path
    quantifier: str
    predicate: "Expression | None" = None


@dataclass(frozen=True)
class And:
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Or:
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Not:
    operand: "Expression"


Expression = Comparison | PathComparison | In | Function | QueryFunction | Lambda | And | Or | Not


def paths(expression: Expression) -> Iterator[str]:
    """The names of all properties of an expression in reading order; of a lambda its collection."""
    if isinstance(expression, And | Or):
        for operand in expression.operands:
            yield from paths(operand)
    elif isinstance(expression, Not):
        yield from paths(expression.operand)
    else:
        yield expression.path.name
        if isinstance(expression, PathComparison):
            yield expression.other.name
