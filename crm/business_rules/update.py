"""Changes records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from crm.business_rules.caller import Caller
from crm.business_rules.consequences import follow_up, values_before
from crm.business_rules.derivations import derive
from crm.business_rules.draft import Draft, WriteContext, validated
from crm.business_rules.errors import DOES_NOT_EXIST, VERSION_MISMATCH, CrmFault
from crm.business_rules.line_ownership import hand_over_lines
from crm.business_rules.privileges import WRITE, check_record, depth
from crm.business_rules.references import check_references
from crm.business_rules.saving import save
from crm.business_rules.uniqueness import check_keys
from crm.metadata import Table
from crm.models import CrmRecord
from crm.models.version import in_turn, take_versions
from odata.etag import Preconditions

ANY_VERSION: Final = Preconditions()


@dataclass(frozen=True)
class Change:
    """New values by logical name for one record, under conditions on its version."""

    id: UUID
    values: Mapping[str, Any]
    preconditions: Preconditions = ANY_VERSION


def update_records(
    *, table: Table, changes: Sequence[Change], caller: Caller, trusted: bool = False
) -> list[CrmRecord]:
    """Changes all of them or none. ``trusted`` permits read-only columns. Raises CrmFault."""
    depth(caller=caller, table=table, verb=WRITE)
    with in_turn():
        versions = take_versions(len(changes))
        drafts = _drafts(table, changes, caller, trusted)
        check_references(drafts)
        check_keys(table, drafts)
        before = [values_before(draft) for draft in drafts]
        save(drafts, versions)
        hand_over_lines(table, drafts)
        follow_up(drafts, before)
    return [draft.record for draft in drafts if draft.record is not None]


def _drafts(table: Table, changes: Sequence[Change], caller: Caller, trusted: bool) -> list[Draft]:
    context = WriteContext(caller)
    stored = locked(table, [change.id for change in changes])
    drafts = []
    for change in changes:
        record = existing(stored, table, change.id)
        check_version(record, change.preconditions)
        check_record(caller=caller, table=table, verb=WRITE, record=record)
        draft = Draft(
            table=table,
            id=change.id,
            changes=validated(change.values, table=table, creating=False, trusted=trusted),
            record=record,
            context=context,
            asked=frozenset(change.values),
            trusted=trusted,
        )
        derive(draft)
        drafts.append(draft)
    return drafts


def locked(table: Table, identifiers: Sequence[UUID]) -> dict[UUID, CrmRecord]:
    """The stored records, held until the transaction ends."""
    rows = table.model.objects.select_for_update().filter(pk__in=identifiers).order_by("pk")
    return {record.pk: record for record in rows}


def existing(stored: Mapping[UUID, CrmRecord], table: Table, identifier: UUID) -> CrmRecord:
    record = stored.get(identifier)
    if record is None:
        raise CrmFault(DOES_NOT_EXIST, table=table.logical_name, id=identifier)
    return record


def check_version(record: CrmRecord, preconditions: Preconditions) -> None:
    if not preconditions.hold_for(record.versionnumber):
        raise CrmFault(VERSION_MISMATCH)
