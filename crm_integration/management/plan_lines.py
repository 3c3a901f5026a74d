"""The plans of a dry run as plain text."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from crm_integration.sentences.captions import erp_caption
from crm_integration.sentences.rendering import sentence
from crm_integration.synch_engine.plan import FieldConflict, FieldWrite, Plan
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Problem

RECEIVERS = {Side.ERP: "ERP", Side.CRM: "CRM"}


def plan_lines(plans: Sequence[Plan], matched: Collection[UUID], mapping: TableMapping) -> Iterator[str]:
    """What would be written to which side, and what keeps a record from it."""
    for plan in plans:
        is_new = plan.pair.coupling is not None and plan.pair.coupling.id in matched
        done = "couple and " if is_new else ""
        yield f"{plan.pair.label}: {done}{plan.action.value.replace('_', ' ')}"
        yield from (f"    {_written(write)}" for write in plan.writes)
        yield from (f"    {_conflict(conflict, mapping)}" for conflict in plan.conflicts)
        yield from (f"    {_problem(problem, mapping)}" for problem in plan.problems)


def _written(write: FieldWrite) -> str:
    return f"{RECEIVERS[write.side]} {write.name}: {_shown(write.old)} -> {_shown(write.new)}"


def _conflict(conflict: FieldConflict, mapping: TableMapping) -> str:
    sides = f"ERP {_shown(conflict.erp)}, CRM {_shown(conflict.crm)}"
    return f"{erp_caption(mapping.erp_table, conflict.erp_field)}: changed on both sides: {sides}"


def _problem(problem: Problem, mapping: TableMapping) -> str:
    tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table}
    return sentence(problem.code, {**tables, "field": problem.field, "cure": problem.cure, **problem.params})


def _shown(value: Any) -> str:
    return "-" if value in (None, "") else repr(value) if isinstance(value, str) else str(value)
