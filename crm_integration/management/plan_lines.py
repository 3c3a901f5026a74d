"""The plans of a dry run as plain text."""

from collections.abc import Iterator, Sequence

from crm_integration.sentences import sentence
from crm_integration.synch_engine.plan import FieldWrite, Plan
from crm_integration.table_mapping.direction import Side

RECEIVERS = {Side.ERP: "ERP", Side.CRM: "CRM"}


def plan_lines(plans: Sequence[Plan]) -> Iterator[str]:
    """What would be written to which side, and what keeps a record from it."""
    for plan in plans:
        yield f"{plan.pair.label}: {plan.action.value.replace('_', ' ')}"
        yield from (f"    {_written(write)}" for write in plan.writes)
        yield from (f"    {sentence(problem.code, problem.params)}" for problem in plan.problems)


def _written(write: FieldWrite) -> str:
    return f"{RECEIVERS[write.side]} {write.name}: {write.old!r} -> {write.new!r}"
