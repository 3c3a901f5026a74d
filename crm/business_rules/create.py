"""Creates records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm.business_rules.caller import Caller
from crm.business_rules.consequences import follow_up
from crm.business_rules.derivations import derive
from crm.business_rules.draft import Draft, WriteContext, validated
from crm.business_rules.errors import DUPLICATE_ID, CrmFault
from crm.business_rules.privileges import CREATE, depth
from crm.business_rules.references import check_references
from crm.business_rules.saving import insert
from crm.business_rules.uniqueness import check_keys
from crm.metadata import Table
from crm.models import CrmRecord
from crm.models.fields import new_id
from crm.models.version import in_turn, take_versions


@dataclass(frozen=True)
class NewRecord:
    """Values by logical name, lookups as EntityReference; the id is chosen by the CRM if it is not given."""

    values: Mapping[str, Any]
    id: UUID | None = None


def create_records(
    *, table: Table, records: Sequence[NewRecord], caller: Caller, trusted: bool = False
) -> list[CrmRecord]:
    """Creates all of them or none. ``trusted`` permits read-only columns. Raises CrmFault."""
    depth(caller=caller, table=table, verb=CREATE)
    with in_turn():
        # Writers take turns from here on: what is found not to be there yet stays so.
        versions = take_versions(len(records))
        drafts = _drafts(table, records, caller, trusted)
        check_references(drafts)
        check_keys(table, drafts)
        created = insert(table, drafts, versions)
        follow_up(drafts)
    return created


def _drafts(table: Table, records: Sequence[NewRecord], caller: Caller, trusted: bool) -> list[Draft]:
    context = WriteContext(caller)
    _refuse_known_ids(table, [record.id for record in records if record.id])
    drafts = [
        Draft(
            table=table,
            id=record.id or new_id(),
            changes=validated(record.values, table=table, creating=True, trusted=trusted),
            record=None,
            context=context,
            asked=frozenset(record.values),
            trusted=trusted,
        )
        for record in records
    ]
    for draft in drafts:
        derive(draft)
    return drafts


def _refuse_known_ids(table: Table, identifiers: Sequence[UUID]) -> None:
    if len(set(identifiers)) < len(identifiers):
        raise CrmFault(DUPLICATE_ID)
    if identifiers and table.model._base_manager.filter(pk__in=identifiers).exists():
        raise CrmFault(DUPLICATE_ID)
