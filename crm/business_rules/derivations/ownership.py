"""Who owns a record: who creates it, unless somebody else is named; a line, its document's owner."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import REQUIRED, CrmFault
from crm.business_rules.privileges import ASSIGN, check_record, depth
from crm.metadata import EntityReference


def complete(draft: Draft) -> None:
    if not draft.table.is_owned:
        return
    if draft.table.line_of:
        _follow_document(draft)
    if draft.creating and draft.get("ownerid") is None:
        draft.set("ownerid", EntityReference("systemuser", draft.context.caller.user_id))
    if not draft.changes_any("ownerid"):
        return
    owner = draft.get("ownerid")
    if owner is None:
        raise CrmFault(REQUIRED, column="ownerid", table=draft.table.logical_name)
    if owner != draft.before("ownerid"):
        if not draft.table.line_of:
            _check_assignment(draft, owner)
        _follow(draft, owner)


def _follow_document(draft: Draft) -> None:
    document = draft.get(draft.table.line_of)
    if document is not None and draft.changes_any(draft.table.line_of):
        draft.set("ownerid", draft.context.owner_of(document))


def _check_assignment(draft: Draft, owner: EntityReference) -> None:
    caller = draft.context.caller
    if draft.record is not None:
        check_record(caller=caller, table=draft.table, verb=ASSIGN, record=draft.record)
    elif owner.id != caller.user_id:
        depth(caller=caller, table=draft.table, verb=ASSIGN)


def _follow(draft: Draft, owner: EntityReference) -> None:
    business_unit = draft.context.business_unit_of(owner)
    draft.set(
        "owningbusinessunit",
        EntityReference("businessunit", business_unit) if business_unit else None,
    )
    for name, table in (("owninguser", "systemuser"), ("owningteam", "team")):
        if name in draft.table.columns:
            draft.set(name, owner if owner.table == table else None)
