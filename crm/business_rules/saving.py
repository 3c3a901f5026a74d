"""Puts drafts that obey all rules into the database, and announces them."""

from collections.abc import Sequence

from crm.business_rules.announcements import CREATE as CREATED
from crm.business_rules.announcements import UPDATE, announce_records
from crm.business_rules.draft import Draft
from crm.business_rules.privileges import CREATE, check_record
from crm.metadata import Table
from crm.metadata.stored_values import store_value
from crm.models import CrmRecord
from crm.models.version import take_versions

BATCH_SIZE = 500


def insert(
    table: Table,
    drafts: Sequence[Draft],
    versions: Sequence[int] | None = None,
    *,
    is_following: bool = False,
) -> list[CrmRecord]:
    """Stores new records; ``versions`` are theirs if they were taken already.

    Raises CrmFault if the caller may not create one of them; those that merely follow need no right.
    """
    created = [_new_record(draft) for draft in drafts]
    for draft, record in zip(drafts, created, strict=True):
        if not is_following:
            check_record(caller=draft.context.caller, table=table, verb=CREATE, record=record)
    for record, version in zip(created, versions or take_versions(len(created)), strict=True):
        record.versionnumber = version
    table.model.objects.bulk_create(created, batch_size=BATCH_SIZE)
    _announce(CREATED, drafts)
    return created


def _new_record(draft: Draft) -> CrmRecord:
    caller, now = draft.context.caller, draft.context.now
    record = draft.table.model(createdon=now, modifiedon=now, extra={})
    record.pk = draft.id
    record.createdby_id = record.modifiedby_id = caller.user_id
    draft.note_real_user("createdonbehalfby", "modifiedonbehalfby")
    for name, value in draft.changes.items():
        store_value(record, draft.table.columns[name], value)
    return record


def save(drafts: Sequence[Draft], versions: Sequence[int] | None = None) -> None:
    """Stores what changes in records that are there."""
    for draft, version in zip(drafts, versions or take_versions(len(drafts)), strict=True):
        record = draft.record
        assert record is not None  # noqa: S101 drafts of changes have their record
        draft.note_real_user("modifiedonbehalfby")
        for name, value in draft.changes.items():
            store_value(record, draft.table.columns[name], value)
        record.versionnumber = version
        record.modifiedon = draft.context.now
        record.modifiedby_id = draft.context.caller.user_id
        record.save(force_update=True)
    _announce(UPDATE, drafts)


def _announce(message: str, drafts: Sequence[Draft]) -> None:
    if drafts:
        table, caller = drafts[0].table, drafts[0].context.caller
        announce_records(message, table.logical_name, [draft.id for draft in drafts], caller.user_id)
