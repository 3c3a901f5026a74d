"""One field of a coupled pair: what changed since the last synchronization decides who gets whose value."""

import pytest

from crm_integration.synch_engine.conflict import FieldState, Verdict, merge
from crm_integration.table_mapping.declaration import UpdateConflict
from crm_integration.table_mapping.direction import Direction, Side

BOTH = Direction.BIDIRECTIONAL
TO_CRM = Direction.TO_INTEGRATION_TABLE
FROM_CRM = Direction.FROM_INTEGRATION_TABLE
NONE, SEND, GET = UpdateConflict.NONE, UpdateConflict.SEND, UpdateConflict.GET

SAME = FieldState(has_base=True, erp_changed=False, crm_changed=False, are_equal=True)
DIFFERENT_FORMS = FieldState(has_base=True, erp_changed=False, crm_changed=False, are_equal=False)
ERP_CHANGED = FieldState(has_base=True, erp_changed=True, crm_changed=False, are_equal=False)
CRM_CHANGED = FieldState(has_base=True, erp_changed=False, crm_changed=True, are_equal=False)
BOTH_CHANGED = FieldState(has_base=True, erp_changed=True, crm_changed=True, are_equal=False)
BOTH_TO_EQUAL = FieldState(has_base=True, erp_changed=True, crm_changed=True, are_equal=True)
BACK_IN_STEP = FieldState(has_base=True, erp_changed=True, crm_changed=False, are_equal=True)
NO_BASE = FieldState(has_base=False, erp_changed=True, crm_changed=True, are_equal=False)
NO_BASE_EQUAL = FieldState(has_base=False, erp_changed=True, crm_changed=True, are_equal=True)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (SAME, Verdict.SAME),
        (DIFFERENT_FORMS, Verdict.SAME),
        (ERP_CHANGED, Verdict.TO_CRM),
        (CRM_CHANGED, Verdict.TO_ERP),
        (BOTH_TO_EQUAL, Verdict.RENEW),
        (BACK_IN_STEP, Verdict.RENEW),
        (BOTH_CHANGED, Verdict.CONFLICT),
        (NO_BASE_EQUAL, Verdict.RENEW),
        (NO_BASE, Verdict.CONFLICT),
    ],
)
def test_a_bidirectional_field_takes_the_side_that_changed_it(state: FieldState, expected: Verdict) -> None:
    assert merge(state, direction=BOTH) is expected


@pytest.mark.parametrize("state", [BOTH_CHANGED, NO_BASE])
@pytest.mark.parametrize(
    ("policy", "expected"), [(NONE, Verdict.CONFLICT), (SEND, Verdict.TO_CRM), (GET, Verdict.TO_ERP)]
)
def test_a_conflict_follows_the_policy_of_the_mapping(
    state: FieldState, policy: UpdateConflict, expected: Verdict
) -> None:
    assert merge(state, direction=BOTH, policy=policy) is expected


@pytest.mark.parametrize("policy", [NONE, SEND, GET])
@pytest.mark.parametrize(
    ("state", "expected"), [(ERP_CHANGED, Verdict.TO_CRM), (CRM_CHANGED, Verdict.TO_ERP)]
)
def test_a_policy_has_no_say_where_one_side_changed(
    state: FieldState, policy: UpdateConflict, expected: Verdict
) -> None:
    assert merge(state, direction=BOTH, policy=policy) is expected


@pytest.mark.parametrize(
    ("state", "to_crm", "from_crm"),
    [
        (SAME, Verdict.SAME, Verdict.SAME),
        (DIFFERENT_FORMS, Verdict.SAME, Verdict.SAME),
        (ERP_CHANGED, Verdict.TO_CRM, Verdict.DRIFTED),
        (CRM_CHANGED, Verdict.DRIFTED, Verdict.TO_ERP),
        (BOTH_CHANGED, Verdict.TO_CRM, Verdict.TO_ERP),
        (BOTH_TO_EQUAL, Verdict.RENEW, Verdict.RENEW),
        (NO_BASE, Verdict.TO_CRM, Verdict.TO_ERP),
        (NO_BASE_EQUAL, Verdict.RENEW, Verdict.RENEW),
    ],
)
def test_a_one_way_field_goes_when_its_source_changed_and_has_drifted_when_its_target_did(
    state: FieldState, to_crm: Verdict, from_crm: Verdict
) -> None:
    assert (merge(state, direction=TO_CRM), merge(state, direction=FROM_CRM)) == (to_crm, from_crm)


@pytest.mark.parametrize("policy", [SEND, GET])
def test_a_one_way_field_is_never_in_conflict(policy: UpdateConflict) -> None:
    assert merge(BOTH_CHANGED, direction=TO_CRM, policy=policy) is Verdict.TO_CRM
    assert merge(BOTH_CHANGED, direction=FROM_CRM, policy=policy) is Verdict.TO_ERP


@pytest.mark.parametrize("state", [DIFFERENT_FORMS, ERP_CHANGED, CRM_CHANGED, BOTH_CHANGED, NO_BASE])
@pytest.mark.parametrize(
    ("direction", "target", "expected"),
    [
        (BOTH, Side.CRM, Verdict.TO_CRM),
        (BOTH, Side.ERP, Verdict.TO_ERP),
        (TO_CRM, Side.CRM, Verdict.TO_CRM),
        (TO_CRM, Side.ERP, Verdict.SAME),
        (FROM_CRM, Side.ERP, Verdict.TO_ERP),
        (FROM_CRM, Side.CRM, Verdict.SAME),
    ],
)
def test_a_chosen_direction_overwrites_whatever_differs_where_the_row_goes_that_way(
    state: FieldState, direction: Direction, target: Side, expected: Verdict
) -> None:
    assert merge(state, direction=direction, target=target) is expected


@pytest.mark.parametrize("target", [Side.CRM, Side.ERP])
def test_a_chosen_direction_writes_nothing_where_the_sides_are_equal(target: Side) -> None:
    assert merge(SAME, direction=BOTH, target=target) is Verdict.SAME
    assert merge(NO_BASE_EQUAL, direction=BOTH, target=target) is Verdict.RENEW
