"""State and status reason: each reason belongs to one state, and either may be given alone."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import INVALID_STATUS, CrmFault


def complete(draft: Draft) -> None:
    if "statuscode" not in draft.table.columns or not draft.changes_any("statecode", "statuscode"):
        return
    state_of = draft.table.columns["statuscode"].state_of
    asked_state, asked_status = (name in draft.asked for name in ("statecode", "statuscode"))
    if asked_status and not asked_state and draft.creating:
        draft.set("statecode", state_of[draft.get("statuscode")])
    elif asked_state and not asked_status:
        draft.set("statuscode", _first_reason(draft))
    if state_of[draft.get("statuscode")] != draft.get("statecode"):
        raise CrmFault(
            INVALID_STATUS,
            column="statuscode",
            status=draft.get("statuscode"),
            state=draft.get("statecode"),
            table=draft.table.logical_name,
        )


def _first_reason(draft: Draft) -> int:
    """The stored reason if it suits the state, else the first that does."""
    state_of, state = draft.table.columns["statuscode"].state_of, draft.get("statecode")
    before = draft.before("statuscode")
    if before is not None and state_of[before] == state:
        return before
    return next(reason for reason, its_state in state_of.items() if its_state == state)
