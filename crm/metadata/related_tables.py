"""Ties tables together: where lookups lead, and the collections that hold what points to a record.

Somebody who customizes changes one table at a time: what did not change is kept as it is.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crm.metadata.column import Column
from crm.metadata.relationship_names import relationship_name
from crm.metadata.relationships import Collection, many_to_many
from crm.metadata.table import Table

# The owner is the owning user or the owning team: the collections of these go by the owner.
_OWNER_BY: Final = ("owninguser", "owningteam")


@dataclass(frozen=True)
class _Led:
    """A table whose lookups lead to tables that are there, and the collections that it is in by them."""

    source: Table
    schema_names: Mapping[str, str]
    table: Table
    memberships: Sequence[Collection]


_led_before: dict[str, _Led] = {}
_related_before: dict[str, tuple[Table, Table]] = {}


def related(tables: Sequence[Table]) -> list[Table]:
    """The tables with their lookups led to the tables that are there, and with their collections."""
    schema_names = {item.logical_name: item.schema_name for item in tables}
    led = [_led(item, schema_names) for item in tables]
    collections = _collections(led)
    return [_with_collections(item.table, collections[item.source.logical_name]) for item in led]


def _led(table: Table, schema_names: Mapping[str, str]) -> _Led:
    before = _led_before.get(table.logical_name)
    if before is not None and before.source is table and before.schema_names == schema_names:
        return before
    columns = {name: _led_column(column, table, schema_names) for name, column in table.columns.items()}
    found = replace(table, columns=columns)
    led = _led_before[table.logical_name] = _Led(table, schema_names, found, _memberships(found))
    return led


def _with_collections(led: Table, collections: Mapping[str, Collection]) -> Table:
    source, before = _related_before.get(led.logical_name, (None, None))
    if before is not None and source is led and before.collections == collections:
        return before
    found = replace(led, collections=collections)
    _related_before[led.logical_name] = (led, found)
    return found


def _led_column(column: Column, table: Table, schema_names: Mapping[str, str]) -> Column:
    if not column.targets:
        return column
    targets = {target: bind for target, bind in column.targets.items() if target in schema_names}
    names = {
        target: relationship_name(
            table=table.logical_name,
            entity_set=table.entity_set,
            column=column,
            target=target,
            schema_names=schema_names,
        )
        for target in targets
    }
    return replace(column, targets=targets, relationships=names)


def _collections(tables: Sequence[_Led]) -> Mapping[str, dict[str, Collection]]:
    """By table and name: what points to it by a lookup, and what a relationship ties to it."""
    found: dict[str, dict[str, Collection]] = defaultdict(dict)
    for item in many_to_many():
        found[item.table][item.name] = item
    for led in tables:
        for item in led.memberships:
            found[item.table][item.name] = item
    return found


def _memberships(table: Table) -> list[Collection]:
    found = []
    for column in table.columns.values():
        for target, name in column.relationships.items():
            if column.type != "Owner":
                lookup = "ownerid" if column.logical_name in _OWNER_BY else column.logical_name
                found.append(Collection(target, name, table.logical_name, lookup=lookup))
    return found
