"""Values that only one record of a table may have: alternate keys, and columns with a rule of their own.

Writers take turns (``take_versions``), so what is found to be free stays free until it is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from crm.business_rules.draft import Draft
from crm.business_rules.errors import DUPLICATE_KEY, CrmFault
from crm.metadata import Column, EntityReference, Table
from crm.metadata.extra_values import to_extra
from crm.metadata.stored_values import stored_value
from crm.models.fields import fold

_CHUNK: Final = 200


def check_unique(draft: Draft, name: str) -> None:
    """Raises CrmFault if another record has the value that the draft brings; case does not matter."""
    value = draft.get(name)
    if value is None or name not in draft.changes or value == draft.before(name):
        return
    if (
        draft.table.model.objects.filter(_condition(draft.table.columns[name], value))
        .exclude(pk=draft.id)
        .exists()
    ):
        raise CrmFault(DUPLICATE_KEY, key=name, columns=name, column=name)


def check_keys(table: Table, drafts: Sequence[Draft]) -> None:
    """Raises CrmFault if two records would have the same values of an alternate key. Null never collides."""
    for key, columns in table.keys.items():
        wanted = _wanted(key, columns, drafts)
        for start in range(0, len(wanted), _CHUNK):
            some = reduce(or_, (key_condition(table, values) for values in wanted[start : start + _CHUNK]))
            taken = table.model.objects.filter(some).exclude(pk__in=[draft.id for draft in drafts])
            if taken.exists():
                raise CrmFault(DUPLICATE_KEY, key=key, columns=", ".join(columns), column=columns[0])


def _wanted(key: str, columns: Sequence[str], drafts: Sequence[Draft]) -> list[Mapping[str, Any]]:
    """The key values that drafts bring, each once. Raises CrmFault if two of them bring the same."""
    wanted: list[Mapping[str, Any]] = []
    seen = set()
    for draft in drafts:
        values = {name: draft.get(name) for name in columns}
        if any(value is None for value in values.values()):
            continue
        same = tuple(_comparable(value) for value in values.values())
        if same in seen:
            raise CrmFault(DUPLICATE_KEY, key=key, columns=", ".join(columns), column=columns[0])
        seen.add(same)
        if any(value != draft.before(name) for name, value in values.items()):
            wanted.append(values)
    return wanted


def key_condition(table: Table, values: Mapping[str, Any]) -> Q:
    """The records that have these values; text without regard to case."""
    condition = Q()
    for name, value in values.items():
        condition &= _condition(table.columns[name], value)
    return condition


def find_by_key(table: Table, values: Mapping[str, Any]) -> UUID | None:
    """The record that has the values of one of the table's alternate keys."""
    found = table.model.objects.filter(key_condition(table, values)).values_list("pk", flat=True)
    return found.first()


def find_by_keys(table: Table, keys: Sequence[Mapping[str, Any]]) -> list[UUID | None]:
    """The same for many keys, in few queries."""
    found: dict[tuple[Any, ...], UUID] = {}
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        for record in table.model.objects.filter(reduce(or_, (key_condition(table, key) for key in some))):
            for names in {tuple(key) for key in some}:
                found[_same(names, [stored_value(record, table.columns[name]) for name in names])] = record.pk
    return [found.get(_same(key, key.values())) for key in keys]


def _same(names: Iterable[str], values: Iterable[Any]) -> tuple[Any, ...]:
    return (*names, *(_comparable(value) for value in values))


def _condition(column: Column, value: Any) -> Q:
    if column.in_extra:
        suffix = "__iexact" if column.is_text else ""
        return Q((f"extra__{column.logical_name}{suffix}", to_extra(value, column)))
    if isinstance(value, EntityReference):
        target = Q((column.attname, value.id))
        return target & Q((column.type_attname, value.table)) if column.type_attname else target
    if column.folded_attname:
        return Q((column.folded_attname, _comparable(value)[:1024]))
    return Q((f"{column.attname}__iexact" if column.is_text else column.attname, value))


def _comparable(value: Any) -> Any:
    """What equals for two values that count as the same: case and blanks at the end do not matter."""
    return fold(value).rstrip(" ") if isinstance(value, str) else value
