"""The steps of the guide: their order, which one is open, which have to be looked at again."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """In the order in which they are taken; the value is the step's place in addresses."""

    ENVIRONMENT = "environment"
    SIGN_IN = "administrator-sign-in"
    INTEGRATION_USER = "integration-user"
    DATA = "data"
    ADVANCED = "advanced"
    SUMMARY = "summary"


STEPS: Final = tuple(Step)
# What was found right with one step says nothing any more when another one has changed.
RESTS_ON: Final[Mapping[Step, frozenset[Step]]] = {
    Step.SIGN_IN: frozenset({Step.ENVIRONMENT}),
    Step.INTEGRATION_USER: frozenset({Step.ENVIRONMENT}),
    Step.ADVANCED: frozenset({Step.ENVIRONMENT, Step.DATA}),
}


def step_after(step: Step) -> Step:
    """The summary is the last one."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def step_before(step: Step) -> Step:
    """The first one has none before it but itself."""
    return STEPS[max(STEPS.index(step) - 1, 0)]


def open_step(done: Collection[str]) -> Step:
    """Returns the first step that has not been taken: where somebody goes on who comes back."""
    return next((step for step in STEPS if step not in done), Step.SUMMARY)


def is_within_reach(step: Step, done: Collection[str]) -> bool:
    """A step can be opened once all before it have been taken, and again at any time."""
    return STEPS.index(step) <= STEPS.index(open_step(done))


def with_step(done: Collection[str], step: Step) -> list[str]:
    """Returns the steps that have been taken when this one is, in their order."""
    return [each.value for each in STEPS if each in done or each is step]


def after_change(done: Collection[str], step: Step) -> list[str]:
    """Returns the steps that still stand when this one was changed."""
    lost = {step, *(each for each, others in RESTS_ON.items() if step in others)}
    return [each.value for each in STEPS if each in done and each not in lost]
