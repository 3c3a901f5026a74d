"""Lines go with their document when it gets another owner."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from crm import metadata
from crm.business_rules.announcements import UPDATE, announce_records
from crm.business_rules.draft import Draft
from crm.metadata import Table
from crm.metadata.stored_values import store_value, stored_value
from crm.models import CrmRecord
from crm.models.version import take_versions

_OWNERSHIP = ("ownerid", "owningbusinessunit", "owninguser", "owningteam")


def hand_over_lines(table: Table, drafts: Sequence[Draft]) -> None:
    """Gives the lines of these documents the owners that the drafts bring."""
    documents = {draft.id: draft for draft in drafts if draft.changes_any("ownerid")}
    if not documents:
        return
    for lines in _line_tables(table):
        records = list(_records(lines, documents))
        for record, version in zip(records, take_versions(len(records)), strict=True):
            document = documents[stored_value(record, lines.columns[lines.line_of]).id]
            _hand_over(record, lines, document, version)
        caller = next(iter(documents.values())).context.caller
        announce_records(UPDATE, lines.logical_name, [record.pk for record in records], caller.user_id)


def _line_tables(table: Table) -> Iterator[Table]:
    for lines in metadata.tables():
        if lines.line_of and table.logical_name in lines.columns[lines.line_of].targets:
            yield lines


def _records(lines: Table, documents: Mapping[UUID, Draft]) -> Iterator[CrmRecord]:
    attname = lines.columns[lines.line_of].attname
    yield from lines.model.objects.select_for_update().filter(**{f"{attname}__in": list(documents)})


def _hand_over(record: CrmRecord, lines: Table, document: Draft, version: int) -> None:
    for name in _OWNERSHIP:
        if name in lines.columns and name in document.table.columns:
            store_value(record, lines.columns[name], document.get(name))
    record.versionnumber = version
    record.modifiedon = document.context.now
    record.modifiedby_id = document.context.caller.user_id
    record.save(force_update=True)
