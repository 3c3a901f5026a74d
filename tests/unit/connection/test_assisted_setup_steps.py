"""Which step comes next, and what the data that were chosen need."""

import pytest

from crm_integration.connection.assisted_setup.choices import (
    CHOICES,
    Missing,
    choices_of,
    mappings_of,
    missing_of,
    with_needed,
)
from crm_integration.connection.assisted_setup.steps import (
    STEPS,
    Step,
    after_change,
    is_within_reach,
    open_step,
    step_after,
    step_before,
    with_step,
)
from crm_integration.mappings.registry import SYNCHRONIZED_MAPPINGS

ALL = [step.value for step in STEPS[:-1]]
EVERYTHING = [choice.name for choice in CHOICES]


def test_one_step_leads_to_the_next_and_the_ends_stay_where_they_are() -> None:
    assert [step_after(step) for step in STEPS] == [*STEPS[1:], Step.SUMMARY]
    assert [step_before(step) for step in STEPS] == [Step.ENVIRONMENT, *STEPS[:-1]]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ([], Step.ENVIRONMENT),
        (["environment"], Step.SIGN_IN),
        (["environment", "integration-user"], Step.SIGN_IN),
        (ALL, Step.SUMMARY),
    ],
)
def test_whoever_comes_back_goes_on_at_the_first_open_step(done: list[str], expected: Step) -> None:
    assert open_step(done) is expected
    assert [step for step in STEPS if is_within_reach(step, done)] == list(STEPS[: STEPS.index(expected) + 1])


def test_steps_stand_in_their_order_whenever_they_are_taken() -> None:
    assert with_step(["data"], Step.ENVIRONMENT) == ["environment", "data"]


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        (Step.ENVIRONMENT, ["data"]),
        (Step.DATA, ["environment", "administrator-sign-in", "integration-user"]),
        (Step.ADVANCED, ["environment", "administrator-sign-in", "integration-user", "data"]),
    ],
)
def test_what_rests_on_a_changed_step_is_looked_at_again(changed: Step, left: list[str]) -> None:
    assert after_change(ALL, changed) == left


def test_every_mapping_is_in_one_choice() -> None:
    assert sorted(name for choice in CHOICES for name in choice.mappings) == sorted(SYNCHRONIZED_MAPPINGS)
    assert mappings_of(EVERYTHING) == frozenset(SYNCHRONIZED_MAPPINGS)
    assert choices_of(["UNIT GROUP", "CUSTOMER"]) == ["customers", "units"]


def test_customers_need_salespeople_and_prices_need_price_groups_and_items() -> None:
    assert missing_of(EVERYTHING) == []
    assert missing_of(["customers"]) == [Missing("customers", ("salespeople",))]
    assert missing_of(["prices", "items", "units"]) == [Missing("prices", ("price_groups",))]


def test_invoices_need_items_or_resources() -> None:
    chosen = ["salespeople", "currencies", "customers", "units", "invoices"]
    assert missing_of(chosen) == [Missing("invoices", ("items", "resources"))]
    assert missing_of([*chosen, "resources"]) == []


def test_what_is_needed_can_be_added_with_all_that_it_needs_in_turn() -> None:
    assert with_needed(["opportunities"]) == ["salespeople", "customers", "contacts", "opportunities"]
    assert missing_of(with_needed(["orders", "prices"])) == []
