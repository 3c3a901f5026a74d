"""Merges one field of a coupled pair from both sides and their bases. Pure.

====================  ====================  ==========================================
ERP against its base  CRM against its base  a bidirectional field
====================  ====================  ==========================================
same                  same                  nothing
changed               same                  to the CRM
same                  changed               to the ERP
changed               changed, equal        nothing, bases renewed
changed               changed, differently  a conflict, by the policy of the mapping
====================  ====================  ==========================================
"""

from dataclasses import dataclass
from enum import StrEnum

from crm_integration.table_mapping.declaration import UpdateConflict
from crm_integration.table_mapping.direction import Direction, Side


class Verdict(StrEnum):
    SAME = "same"
    RENEW = "renew"
    TO_CRM = "to_crm"
    TO_ERP = "to_erp"
    CONFLICT = "conflict"
    DRIFTED = "drifted"


@dataclass(frozen=True)
class FieldState:
    """What is known of one field. ``are_equal``: the sides hold the same value, each in its own form."""

    has_base: bool
    erp_changed: bool
    crm_changed: bool
    are_equal: bool


WRITE_TO = {Side.CRM: Verdict.TO_CRM, Side.ERP: Verdict.TO_ERP}
POLICY = {
    UpdateConflict.NONE: Verdict.CONFLICT,
    UpdateConflict.SEND: Verdict.TO_CRM,
    UpdateConflict.GET: Verdict.TO_ERP,
}


def merge(
    state: FieldState,
    *,
    direction: Direction,
    policy: UpdateConflict = UpdateConflict.NONE,
    target: Side | None = None,
) -> Verdict:
    """Decides one field. ``target`` is the side that a person chose to overwrite."""
    if state.are_equal:
        return Verdict.SAME if _is_settled(state) else Verdict.RENEW
    if target is not None:
        return WRITE_TO[target] if _reaches(direction, target) else Verdict.SAME
    if direction is not Direction.BIDIRECTIONAL:
        return _one_way(state, Side.CRM if direction.reaches_crm else Side.ERP)
    if not state.has_base or (state.erp_changed and state.crm_changed):
        return POLICY[policy]
    if state.erp_changed:
        return Verdict.TO_CRM
    return Verdict.TO_ERP if state.crm_changed else Verdict.SAME


def _is_settled(state: FieldState) -> bool:
    return state.has_base and not state.erp_changed and not state.crm_changed


def _reaches(direction: Direction, target: Side) -> bool:
    return direction.reaches_crm if target is Side.CRM else direction.reaches_erp


def _one_way(state: FieldState, target: Side) -> Verdict:
    source_changed, target_changed = (
        (state.erp_changed, state.crm_changed)
        if target is Side.CRM
        else (state.crm_changed, state.erp_changed)
    )
    if source_changed or not state.has_base:
        return WRITE_TO[target]
    return Verdict.DRIFTED if target_changed else Verdict.SAME
