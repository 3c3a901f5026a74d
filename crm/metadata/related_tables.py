"""Ties tables together: where lookups lead, and the collections that hold what points to a record."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from crm.metadata.column import Column
from crm.metadata.relationship_names import relationship_name
from crm.metadata.relationships import Collection, many_to_many
from crm.metadata.table import Table

# The owner is the owning user or the owning team: the collections of these go by the owner.
_OWNER_BY: Final = ("owninguser", "owningteam")


def related(tables: Sequence[Table]) -> list[Table]:
    """The tables with their lookups led to the tables that are there, and with their collections."""
    schema_names = {item.logical_name: item.schema_name for item in tables}
    led = [
        replace(
            item, columns={name: _led(column, item, schema_names) for name, column in item.columns.items()}
        )
        for item in tables
    ]
    collections = _collections(led)
    return [replace(item, collections=collections[item.logical_name]) for item in led]


def _led(column: Column, table: Table, schema_names: Mapping[str, str]) -> Column:
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


def _collections(tables: Sequence[Table]) -> Mapping[str, dict[str, Collection]]:
    """By table and name: what points to it by a lookup, and what a relationship ties to it."""
    found: dict[str, dict[str, Collection]] = defaultdict(dict)
    for item in many_to_many():
        found[item.table][item.name] = item
    for table in tables:
        for column in table.columns.values():
            for target, name in column.relationships.items():
                if column.type != "Owner":
                    lookup = "ownerid" if column.logical_name in _OWNER_BY else column.logical_name
                    found[target][name] = Collection(target, name, table.logical_name, lookup=lookup)
    return found
