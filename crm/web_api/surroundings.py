"""Who asks and when, for the query functions that depend on it, and the hierarchies of tables."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import Caller
from crm.metadata import Column, Table
from crm.metadata.extra_values import from_extra
from odata.errors import bad_query
from odata.expression import Path
from odata.query_functions import Surroundings

MAX_LEVELS: Final = 100


def surroundings(caller: Caller) -> Surroundings:
    return Surroundings(
        now=timezone.now(),
        user_id=caller.user_id,
        business_unit_id=caller.business_unit_id,
        team_ids=caller.team_ids,
        hierarchy=hierarchy,
    )


def hierarchy(function: str, path: Path, identifier: UUID) -> Sequence[UUID]:
    """The ids of ``Above``, ``Under`` … a record, by the lookup from a table to itself that makes a tree."""
    table, parent = _tree(path)
    found = {identifier} if function.endswith("OrEqual") else set()
    level, seen = {identifier}, {identifier}
    for _ in range(MAX_LEVELS):
        level = _above(table, parent, level) if function.startswith("Above") else _under(table, parent, level)
        level -= seen
        if not level:
            break
        seen |= level
        found |= level
    return sorted(found)


def _tree(path: Path) -> tuple[Table, Column]:
    name = path.name.rpartition("/")[2]
    for table in metadata.tables():
        if table.primary_id == name:
            for column in table.columns.values():
                if column.logical_name.startswith("parent") and set(column.targets) == {table.logical_name}:
                    return table, column
    raise bad_query(f"'{name}' is not the id of a table that has a hierarchy.")


def _stored_at(column: Column) -> str:
    return f"extra__{column.logical_name}" if column.in_extra else column.attname


def _under(table: Table, parent: Column, level: Iterable[UUID]) -> set[UUID]:
    ids = [str(item) if parent.in_extra else item for item in level]
    return set(table.model.objects.filter(**{f"{_stored_at(parent)}__in": ids}).values_list("pk", flat=True))


def _above(table: Table, parent: Column, level: Iterable[UUID]) -> set[UUID]:
    rows = table.model.objects.filter(pk__in=list(level))
    if not parent.in_extra:
        return {item for item in rows.values_list(parent.attname, flat=True) if item}
    found = (
        from_extra(extra.get(parent.logical_name), parent) for extra in rows.values_list("extra", flat=True)
    )
    return {item.id for item in found if item}
