"""Writes what was decided to the option sets, one option after the other."""

from collections.abc import Sequence
from dataclasses import replace

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.synch_engine.applier.crm_writes import problem_of
from crm_integration.synch_engine.options.decide import OptionAction, OptionPlan
from crm_integration.synch_engine.options.option_sets import OptionSets

# An option that is called otherwise from now on makes room for one that takes its name.
ORDER = (
    OptionAction.UNCHANGED,
    OptionAction.RENAME,
    OptionAction.RESTORE,
    OptionAction.COUPLE,
    OptionAction.INSERT,
)
NAMED_BY_CODE = (OptionAction.RENAME, OptionAction.RESTORE, OptionAction.INSERT)
ABOUT_THE_OPTION = (Cure.REJECTED, Cure.NOT_FOUND, Cure.CONCURRENCY, Cure.DUPLICATE)


def write_options(
    plans: Sequence[OptionPlan], sets: OptionSets
) -> tuple[list[OptionPlan], DataverseError | None]:
    """Returns what became of the plans, and what stopped the writing.

    Then what nobody could publish is left out with the rest: the next run finds it there and publishes it.
    """
    done = [plan for plan in plans if plan.action not in ORDER]
    try:
        for plan in sorted((p for p in plans if p.action in ORDER), key=lambda p: ORDER.index(p.action)):
            done.append(_written(plan, sets))
        sets.publish()
    except DataverseError as error:
        return [plan for plan in done if plan.action not in ORDER or not plan.is_news], error
    return done, None


def _written(plan: OptionPlan, sets: OptionSets) -> OptionPlan:
    """The plan with the option's name as it is now; failed if the CRM refuses this option."""
    label = plan.code if plan.action in NAMED_BY_CODE else plan.label
    try:
        sets.name_option(plan.value or 0, label)
    except DataverseError as error:
        if error.cure not in ABOUT_THE_OPTION:
            raise
        return plan.failed(problem_of(error))
    if plan.is_news:
        sets.publish_all_later()
    return replace(plan, label=label, was=plan.label)
