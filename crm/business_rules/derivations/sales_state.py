"""Records of Sales live by their states: which state may follow, and where columns may still change."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import (
    READ_ONLY_STATE,
    STATE_NEEDS_MESSAGE,
    STATE_UNREACHABLE,
    CrmFault,
)
from crm.business_rules.sales.states import ALWAYS_WRITABLE, STATES, States


def complete(draft: Draft) -> None:
    """Raises CrmFault if a plain write may not do this to a record in its state."""
    states = STATES.get(draft.table.logical_name)
    if states is None or draft.trusted:
        return
    before, after = draft.before("statecode"), draft.get("statecode")
    if draft.creating:
        if after not in states.initial:
            _refuse_state(draft, states, None, after)
    elif not states.may_move(before, after):
        _refuse_state(draft, states, before, after)
    elif before == after and before not in states.editable:
        _check_read_only(draft)


def state_label(draft: Draft, state: int | None) -> str:
    return "" if state is None else str(draft.table.columns["statecode"].options.get(state, state))


def _refuse_state(draft: Draft, states: States, before: int | None, after: int) -> None:
    table = draft.table.logical_name
    message = states.messages.get(after)
    if message is not None:
        raise CrmFault(
            STATE_NEEDS_MESSAGE,
            column="statecode",
            table=table,
            state=state_label(draft, after),
            message=message,
        )
    raise CrmFault(
        STATE_UNREACHABLE,
        column="statecode",
        table=table,
        before=state_label(draft, before),
        state=state_label(draft, after),
    )


def _check_read_only(draft: Draft) -> None:
    """A status reason may not change either: only a state leads out of a state that is read-only."""
    for name in sorted(draft.asked - ALWAYS_WRITABLE | ({"statuscode"} & draft.asked)):
        if name in draft.changes and draft.changes[name] != draft.before(name):
            raise CrmFault(
                READ_ONLY_STATE,
                table=draft.table.logical_name,
                state=state_label(draft, draft.before("statecode")),
                column=name,
            )
