"""Keyset paging: the order of a list, and the condition for what comes after its last row.

No page is found by counting rows, so that every page costs the same and none is shifted by a write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy


@dataclass(frozen=True)
class Key:
    """One sort key: an ORM path. The last key of a list must be unique and never null."""

    path: str
    descending: bool = False
    nullable: bool = True


def ordering(keys: Sequence[Key]) -> list[OrderBy]:
    """Arguments for ``order_by``: nulls first when ascending, last when descending, in every database."""
    return [_order(key) for key in keys]


def _order(key: Key) -> OrderBy:
    column = F(key.path)
    if not key.nullable:
        return column.desc() if key.descending else column.asc()
    return column.desc(nulls_last=True) if key.descending else column.asc(nulls_first=True)


def after(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    """The rows that come after the row with these values."""
    key, value = keys[0], values[0]
    beyond = _beyond(key, value)
    if len(keys) == 1:
        return beyond
    level = Q((f"{key.path}__isnull", True)) if value is None else Q((key.path, value))
    return beyond | (level & after(keys[1:], values[1:]))


def _beyond(key: Key, value: Any) -> Q:
    if value is None:
        return Q(pk__in=[]) if key.descending else Q((f"{key.path}__isnull", False))
    if not key.descending:
        return Q((f"{key.path}__gt", value))
    smaller = Q((f"{key.path}__lt", value))
    return smaller | Q((f"{key.path}__isnull", True)) if key.nullable else smaller
