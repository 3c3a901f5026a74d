"""What follows in other records once records were written: totals, prices of lines, base units."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from crm import metadata
from crm.business_rules.derivations import currency, derive
from crm.business_rules.draft import Draft, WriteContext
from crm.business_rules.sales import document_totals
from crm.business_rules.sales.documents import BY_LINES, BY_TABLE, Document
from crm.business_rules.saving import insert, save
from crm.metadata import EntityReference, Table
from crm.models import CrmRecord, UoM
from crm.models.fields import new_id

_REPRICING: Final = ("pricelevelid", "transactioncurrencyid", "ispricelocked")


def follow_up(drafts: Sequence[Draft], before: Sequence[Mapping[str, Any]] = ()) -> None:
    """Carries out what follows from writing these records of one table.

    ``before`` holds the values that the changed columns had, for records that were there.
    """
    if not drafts:
        return
    name = drafts[0].table.logical_name
    if name in BY_LINES:
        _sum_documents(drafts, before, BY_LINES[name])
    elif name in BY_TABLE:
        for draft, old in zip(drafts, before, strict=False):
            _follow_document(draft, old, BY_TABLE[name])
    elif name == "uomschedule":
        _keep_base_units(drafts, creating=not before)


def follow_deletion(table: Table, records: Iterable[CrmRecord], context: WriteContext) -> None:
    """Carries out what follows from deleting these records."""
    document = BY_LINES.get(table.logical_name)
    if document is not None:
        _total({getattr(record, f"{document.primary_id}_id") for record in records}, document, context)


def values_before(draft: Draft) -> Mapping[str, Any]:
    """The stored values of the columns that a draft changes."""
    return {name: draft.before(name) for name in draft.changes}


def _sum_documents(drafts: Sequence[Draft], before: Sequence[Mapping[str, Any]], document: Document) -> None:
    references = {draft.get(document.primary_id) for draft in drafts}
    references |= {old.get(document.primary_id) for old in before}
    identifiers = {reference.id for reference in references if reference is not None}
    _total(identifiers, document, drafts[0].context)


def _total(identifiers: Iterable[UUID | None], document: Document, context: WriteContext) -> None:
    table = metadata.table(document.table)
    wanted = [identifier for identifier in identifiers if identifier is not None]

    def complete(draft: Draft) -> None:
        document_totals.complete(draft, document)
        currency.complete(draft)

    _rewrite(table, table.model.objects.filter(pk__in=wanted), context, complete)


def _follow_document(draft: Draft, before: Mapping[str, Any], document: Document) -> None:
    changed = {name for name, old in before.items() if draft.get(name) != old}
    context = draft.context
    context.forget(EntityReference(document.table, draft.id))
    lines = metadata.table(document.lines)
    rows = lines.model.objects.filter(**{document.primary_id: draft.id})
    if "statecode" in changed and document.line_state:
        rows.update(**{document.line_state: draft.get("statecode")})
    if "ispricelocked" in changed and document.line_lock:
        rows.update(**{document.line_lock: draft.get("ispricelocked")})
    if changed & set(_REPRICING):
        _rewrite(lines, rows, context, derive)
        _total([draft.id], document, context)


def _rewrite(table: Table, rows: Any, context: WriteContext, complete: Callable[[Draft], None]) -> None:
    """Completes stored records anew and saves those that change by it."""
    drafts = []
    for record in rows.select_for_update().order_by("pk"):
        draft = Draft(table=table, id=record.pk, changes={}, record=record, context=context, trusted=True)
        complete(draft)
        draft.changes = {name: value for name, value in draft.changes.items() if value != draft.before(name)}
        if draft.changes:
            drafts.append(draft)
    save(drafts)
    for draft in drafts:
        context.forget(EntityReference(table.logical_name, draft.id))


def _keep_base_units(drafts: Sequence[Draft], *, creating: bool) -> None:
    if creating:
        _create_base_units(drafts)
        return
    for draft in drafts:
        if draft.changes_any("baseuomname"):
            _rename_base_unit(draft)


def _rename_base_unit(group: Draft) -> None:
    def rename(unit: Draft) -> None:
        unit.set("name", group.get("baseuomname"))

    units = UoM.objects.filter(uomscheduleid=group.id, isschedulebaseuom=True)
    _rewrite(metadata.table("uom"), units, group.context, rename)


def _create_base_units(groups: Sequence[Draft]) -> None:
    table = metadata.table("uom")
    units = []
    for group in groups:
        values = {
            **table.defaults,
            "name": group.get("baseuomname"),
            "quantity": 1,
            "isschedulebaseuom": True,
            "uomscheduleid": EntityReference("uomschedule", group.id),
        }
        units.append(
            Draft(table=table, id=new_id(), changes=values, record=None, context=group.context, trusted=True)
        )
    insert(table, units, is_following=True)
