"""Turns the expression tree into a Django Q; the only module of the package that knows Django's conditions.

Nulls behave as in Dataverse: a comparison with a null property is false, ``ne`` and ``not`` make it true.
Text compares without regard to case.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import F, Q

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
    LiteralValue,
    Not,
    Or,
    Path,
    PathComparison,
    QueryFunction,
)

_LOOKUPS = {EQ: "exact", GT: "gt", GE: "gte", LT: "lt", LE: "lte"}
_PATTERNS = {"exact": r"\A{}\Z", "contains": "{}", "startswith": r"\A{}", "endswith": r"{}\Z"}


@dataclass(frozen=True)
class Field:
    """How a property is asked of the database.

    ``path`` is the ORM path, ``convert`` turns a literal into the column's type (raising ODataError),
    ``blank_is_null`` says that an empty text is stored as null. ``folded`` is the path of a column that
    holds the text as ``fold`` makes it, so that comparing without case can use an index; ``ordered`` the
    path by which texts are put in order and compared by it. Properties of the same ``kind`` can be compared
    with each other.
    """

    path: str
    convert: Callable[[LiteralValue], Any]
    is_text: bool = False
    blank_is_null: bool = False
    folded: str = ""
    fold: Callable[[str], str] = str.casefold
    ordered: str = ""
    kind: str = ""


class Source(Protocol):
    """Whose properties a filter names; both raise ODataError for a name that it does not have."""

    def field(self, path: Path) -> Field: ...

    def related(self, path: str) -> "Related": ...


class Related(Protocol):
    """Records of a collection: their properties, and the condition that one of them meets another."""

    @property
    def source(self) -> Source: ...

    def some(self, condition: Q) -> Q: ...


def to_q(expression: Expression, source: Source) -> Q:
    """The condition of a filter on the properties of ``source``. Raises ODataError."""
    return _condition(expression, source, negated=False)


def _condition(expression: Expression, source: Source, *, negated: bool) -> Q:
    """Negation is carried down to the leaves, where nulls are known."""
    if isinstance(expression, Not):
        return _condition(expression.operand, source, negated=not negated)
    if isinstance(expression, And | Or):
        parts = [_condition(operand, source, negated=negated) for operand in expression.operands]
        return _joined(parts, all_of=isinstance(expression, And) != negated)
    if isinstance(expression, Lambda):
        return _lambda(expression, source, negated=negated)
    if isinstance(expression, QueryFunction):
        raise bad_query(f"The function '{expression.name}' is not known here.")
    return _property(expression, source, negated=negated)


def _property(expression: Comparison | PathComparison | In | Function, source: Source, *, negated: bool) -> Q:
    field = source.field(expression.path)
    if isinstance(expression, Comparison):
        return _comparison(expression, field, negated=negated)
    if isinstance(expression, PathComparison):
        return _path_comparison(expression, field, source.field(expression.other), negated=negated)
    if isinstance(expression, In):
        values = [_value(literal.value, field) for literal in expression.literals]
        return _leaf(_one_of(field, values), field, negated=negated, null_is_match=None in values)
    return _leaf(_function(expression, field), field, negated=negated)


def _lambda(expression: Lambda, source: Source, *, negated: bool) -> Q:
    """``all`` means that none is otherwise, so that it holds for those who have no related records."""
    related = source.related(expression.path.name)
    otherwise = expression.quantifier == "all"
    inner = Q()
    if expression.predicate is not None:
        inner = _condition(expression.predicate, related.source, negated=otherwise)
    found = related.some(inner)
    return ~found if negated != otherwise else found


def _joined(parts: Sequence[Q], *, all_of: bool) -> Q:
    if len(parts) == 1:
        return parts[0]
    return Q(*parts, _connector=Q.AND if all_of else Q.OR)


def _comparison(comparison: Comparison, field: Field, *, negated: bool) -> Q:
    value = _value(comparison.literal.value, field)
    if comparison.operator in (EQ, NE):
        negated = negated != (comparison.operator == NE)
        return _leaf(_one_of(field, [value]), field, negated=negated, null_is_match=value is None)
    if value is None:
        return _leaf(Q(pk__in=[]), field, negated=negated)
    path = field.path
    if field.is_text and (field.folded or field.ordered):
        path, value = field.folded or field.ordered, field.fold(value)
    return _leaf(Q((f"{path}__{_LOOKUPS[comparison.operator]}", value)), field, negated=negated)


def _path_comparison(comparison: PathComparison, field: Field, other: Field, *, negated: bool) -> Q:
    if field.kind != other.kind:
        raise bad_query(f"'{comparison.path.name}' and '{comparison.other.name}' cannot be compared.")
    operator = EQ if comparison.operator == NE else comparison.operator
    lookup = "iexact" if field.is_text and operator == EQ else _LOOKUPS[operator]
    positive = Q((f"{field.path}__{lookup}", F(other.path)))
    if negated == (comparison.operator == NE):
        return positive
    either_null = Q((f"{field.path}__isnull", True)) | Q((f"{other.path}__isnull", True))
    return ~positive | either_null


def _value(literal: LiteralValue, field: Field) -> Any:
    if literal is None or (literal == "" and field.blank_is_null):
        return None
    return field.convert(literal)


def _leaf(positive: Q, field: Field, *, negated: bool, null_is_match: bool = False) -> Q:
    if not negated:
        return positive
    if null_is_match:
        return ~positive
    return ~positive | Q((f"{field.path}__isnull", True))


def _one_of(field: Field, values: Sequence[Any]) -> Q:
    """Equal to one of the values; those that need no case folding are asked for together."""
    plain = [value for value in values if value is not None and not _needs_folding(value, field)]
    parts = [_text_match(field, "exact", value) for value in values if _needs_folding(value, field)]
    if plain:
        parts.append(_equal(field, plain))
    if None in values:
        parts.append(Q((f"{field.path}__isnull", True)))
    return _joined(parts, all_of=False) if parts else Q(pk__in=[])


def _equal(field: Field, values: Sequence[Any]) -> Q:
    path = field.folded or field.path
    # Equality of texts knows no trailing blanks, as in the databases that Dataverse runs on.
    wanted = [field.fold(value).rstrip(" ") for value in values] if field.folded else list(values)
    return Q((path, wanted[0])) if len(wanted) == 1 else Q((f"{path}__in", wanted))


def _needs_folding(value: Any, field: Field) -> bool:
    """Numbers written as text have no case, and a column that is folded already has none either."""
    return field.is_text and not field.folded and value is not None and value.lower() != value.upper()


def _function(function: Function, field: Field) -> Q:
    if not field.is_text:
        raise bad_query(f"The function '{function.name}' needs a text property, not '{function.path.name}'.")
    text = str(function.arguments[0].value)
    return _like(field, text) if function.name == "like" else _text_match(field, function.name, text)


def _text_match(field: Field, kind: str, text: str) -> Q:
    """SQLite folds the case of ASCII letters only, so that other letters go through a regular expression."""
    if field.folded:
        return Q((f"{field.folded}__{kind}", field.fold(text)))
    if text.isascii():
        return Q((f"{field.path}__i{kind}", text))
    return Q((f"{field.path}__iregex", _PATTERNS[kind].format(re.escape(text))))


def _like(field: Field, pattern: str) -> Q:
    """SQL's pattern: ``%`` any text, ``_`` one character, ``[a-m]`` one of some, ``[^a]`` any other."""
    plain = pattern.strip("%")
    if not any(sign in plain for sign in "%_["):
        kind = {(True, True): "contains", (False, True): "startswith", (True, False): "endswith"}
        place = (pattern.startswith("%"), pattern.endswith("%"))
        return _text_match(field, kind.get(place, "exact"), plain)
    return Q((f"{field.path}__iregex", r"\A" + "".join(map(_sign, _SIGNS.findall(pattern))) + r"\Z"))


_SIGNS = re.compile(r"\[\^?[^\[\]\\]+\]|.", re.DOTALL)


def _sign(sign: str) -> str:
    if len(sign) > 1:
        members = re.escape(sign[1:-1].lstrip("^")).replace(r"\-", "-")
        return f"[{'^' if sign[1] == '^' else ''}{members}]"
    return {"%": r"[\s\S]*", "_": r"[\s\S]"}.get(sign) or re.escape(sign)
