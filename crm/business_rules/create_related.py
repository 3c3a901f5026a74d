"""Creates records together with records that hang on them, all or none (Dataverse's deep insert)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm.business_rules.associate import associate
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.metadata import Collection, EntityReference, Table
from crm.models import CrmRecord
from crm.models.version import in_turn


@dataclass(frozen=True)
class NewTree:
    """A record to create, those that its lookups shall point to, and the members of its collections.

    ``targets`` are created first, by the logical name of the lookup; members are new, or exist already.
    """

    table: Table
    values: Mapping[str, Any]
    id: UUID | None = None
    targets: "Mapping[str, NewTree]" = field(default_factory=dict)
    members: "Sequence[tuple[Collection, NewTree | EntityReference]]" = ()


def create_tree(tree: NewTree, *, caller: Caller) -> CrmRecord:
    """Creates the record with everything that hangs on it. Raises CrmFault."""
    return create_trees(tree.table, [tree], caller=caller)[0]


def create_trees(table: Table, trees: Sequence[NewTree], *, caller: Caller) -> list[CrmRecord]:
    """Creates records of one table with everything that hangs on them, all or none. Raises CrmFault."""
    with in_turn():
        records = [NewRecord(values=_values(tree, caller), id=tree.id) for tree in trees]
        created = create_records(table=table, records=records, caller=caller)
        for tree, record in zip(trees, created, strict=True):
            _add_members(tree, record.pk, caller)
    return created


def _values(tree: NewTree, caller: Caller) -> Mapping[str, Any]:
    created = {name: create_tree(target, caller=caller) for name, target in tree.targets.items()}
    return {
        **tree.values,
        **{
            name: EntityReference(tree.targets[name].table.logical_name, record.pk)
            for name, record in created.items()
        },
    }


def _add_members(tree: NewTree, near: UUID, caller: Caller) -> None:
    new: dict[str, list[NewTree]] = defaultdict(list)
    for collection, member in tree.members:
        if isinstance(member, EntityReference):
            associate(collection, near, member.id, caller=caller)
        else:
            new[collection.name].append(member)
    for name, members in new.items():
        create_members(tree.table.collections[name], near, members, caller=caller)


def create_members(
    collection: Collection, near: UUID, members: Sequence[NewTree], *, caller: Caller
) -> list[CrmRecord]:
    """Creates members of a collection of the record ``near``. Raises CrmFault."""
    table = members[0].table
    if collection.link:
        created = create_trees(table, members, caller=caller)
        for record in created:
            associate(collection, near, record.pk, caller=caller)
        return created
    tied = {collection.lookup: EntityReference(collection.table, near)}
    return create_trees(table, [_with(member, tied) for member in members], caller=caller)


def _with(tree: NewTree, values: Mapping[str, Any]) -> NewTree:
    targets = {name: target for name, target in tree.targets.items() if name not in values}
    return NewTree(tree.table, {**tree.values, **values}, tree.id, targets, tree.members)
