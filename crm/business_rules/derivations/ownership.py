"""Who owns a record: the user who creates it, unless another user or a team is named."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import REQUIRED, CrmFault
from crm.business_rules.privileges import ASSIGN, check_record, depth
from crm.metadata import EntityReference


def complete(draft: Draft) -> None:
    if not draft.table.is_owned:
        return
    if draft.creating and draft.get("ownerid") is None:
        draft.set("ownerid", EntityReference("systemuser", draft.context.caller.user_id))
    if not draft.changes_any("ownerid"):
        return
    owner = draft.get("ownerid")
    if owner is None:
        raise CrmFault(REQUIRED, column="ownerid", table=draft.table.logical_name)
    if owner != draft.before("ownerid"):
        _check_assignment(draft, owner)
        _follow(draft, owner)


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
    draft.set("owninguser", owner if owner.table == "systemuser" else None)
    draft.set("owningteam", owner if owner.table == "team" else None)
