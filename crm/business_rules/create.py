"""Creates records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import router, transaction

from crm.business_rules.announcements import CREATE as CREATED
from crm.business_rules.announcements import announce_records
from crm.business_rules.caller import Caller
from crm.business_rules.derivations import derive
from crm.business_rules.draft import Draft, WriteContext, validated
from crm.business_rules.errors import DUPLICATE_ID, CrmFault
from crm.business_rules.privileges import CREATE, check_record, depth
from crm.business_rules.references import check_references
from crm.metadata import Table
from crm.metadata.stored_values import store_value
from crm.models import CrmRecord
from crm.models.fields import new_id
from crm.models.version import take_versions

BATCH_SIZE = 500


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
    with transaction.atomic(using=router.db_for_write(table.model)):
        # Writers take turns from here on: what is found not to be there yet stays so.
        versions = take_versions(len(records))
        drafts = _drafts(table, records, caller, trusted)
        check_references(drafts)
        created = _insert(table, drafts, versions, caller)
        announce_records(CREATED, table.logical_name, [record.pk for record in created], caller.user_id)
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
        )
        for record in records
    ]
    for draft in drafts:
        derive(draft)
    return drafts


def _refuse_known_ids(table: Table, identifiers: Sequence[UUID]) -> None:
    if len(set(identifiers)) < len(identifiers):
        raise CrmFault(DUPLICATE_ID)
    if identifiers and table.model.objects.filter(pk__in=identifiers).exists():
        raise CrmFault(DUPLICATE_ID)


def _insert(
    table: Table, drafts: Sequence[Draft], versions: Sequence[int], caller: Caller
) -> list[CrmRecord]:
    created = [_record(draft) for draft in drafts]
    for record in created:
        check_record(caller=caller, table=table, verb=CREATE, record=record)
    for record, version in zip(created, versions, strict=True):
        record.versionnumber = version
    table.model.objects.bulk_create(created, batch_size=BATCH_SIZE)
    return created


def _record(draft: Draft) -> CrmRecord:
    caller, now = draft.context.caller, draft.context.now
    record = draft.table.model(createdon=now, modifiedon=now, extra={})
    record.pk = draft.id
    record.createdby_id = record.modifiedby_id = caller.user_id
    for name, value in draft.changes.items():
        store_value(record, draft.table.columns[name], value)
    return record
