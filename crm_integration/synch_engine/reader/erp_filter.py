"""Renders a filter of a mapping for the ORM; it lets the same records through as the one in memory."""

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from crm_integration.table_mapping.filter_values import fitting, kind_of
from crm_integration.table_mapping.filters import All, AnyOf, Comparison, Filter
from erp.queries.table_fields import ErpField, model_of, table_fields

ORDERED = {"gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}
TEXTS = ("text", "code", "option")
PATTERNS = {"exact": r"\A{}\Z", "startswith": r"\A{}", "contains": "{}"}


def to_q(tree: Filter, table: str) -> Q:
    """Names are the ERP's field names."""
    match tree:
        case Comparison():
            return _comparison(tree, table, table_fields(table)[tree.field])
        case All():
            return reduce(and_, (to_q(part, table) for part in tree.parts), Q())
        case AnyOf():
            return reduce(or_, (to_q(part, table) for part in tree.parts), Q())


def _comparison(comparison: Comparison, table: str, field: ErpField) -> Q:
    match comparison.operator:
        case "is_blank":
            return _equals(None, field)
        case "is_not_blank":
            return ~_equals(None, field)
        case "eq":
            return _equals(comparison.value, field)
        case "ne":
            return ~_equals(comparison.value, field)
        case "in":
            return reduce(or_, (_equals(value, field) for value in comparison.value))
        case "starts_with":
            return _text("startswith", str(comparison.value), _text_path(table, field))
        case "contains":
            return _text("contains", str(comparison.value), _text_path(table, field))
        case operator:
            return Q((f"{field.attname}__{ORDERED[operator]}", _fit(comparison.value, field)))


def _equals(value: Any, field: ErpField) -> Q:
    known = _fit(value, field)
    if known is None:
        missing = Q((f"{field.attname}__isnull", True))
        return missing | Q((field.attname, "")) if field.type in TEXTS else missing
    if field.type == "code":
        return Q((field.attname, known.upper().rstrip(" ")))
    if field.type in TEXTS:
        return _text("exact", known.rstrip(" "), field.attname)
    return Q((field.attname, known))


def _fit(value: Any, field: ErpField) -> Any:
    return fitting(value, kind_of(field.type))


def _text_path(table: str, field: ErpField) -> str:
    """A reference is searched by the key that it names."""
    if field.related_table is None:
        return field.attname
    relation = field.attname.removesuffix("_id")
    target = model_of(table)._meta.get_field(relation).target_field  # type: ignore[union-attr]
    return f"{relation}__{target.name}"


def _text(kind: str, text: str, path: str) -> Q:
    """SQLite folds the case of ASCII letters only, so that other letters go through a regular expression."""
    if text.isascii():
        return Q((f"{path}__i{kind}", text))
    return Q((f"{path}__iregex", PATTERNS[kind].format(re.escape(text))))
