"""The frozen tree of a ``$filter``: what was asked, free of parser and database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

LiteralValue = None | bool | int | Decimal | str | UUID | date | datetime

EQ, NE, GT, GE, LT, LE = "eq", "ne", "gt", "ge", "lt", "le"


@dataclass(frozen=True)
class Path:
    """A property, or a property of a related record: ``primarycontactid/fullname``."""

    name: str


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
class In:
    path: Path
    literals: tuple[Literal, ...]


@dataclass(frozen=True)
class Function:
    """A function that answers yes or no about one property, such as ``contains``."""

    name: str
    path: Path
    arguments: tuple[Literal, ...]


@dataclass(frozen=True)
class And:
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Or:
    operands: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Not:
    operand: "Expression"


Expression = Comparison | In | Function | And | Or | Not


def paths(expression: Expression) -> Iterator[str]:
    """The names of all properties that an expression looks at, in reading order."""
    if isinstance(expression, And | Or):
        for operand in expression.operands:
            yield from paths(operand)
    elif isinstance(expression, Not):
        yield from paths(expression.operand)
    else:
        yield expression.path.name
