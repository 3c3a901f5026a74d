"""What becomes of each field row of a mapping for one pair of records, and why. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm_integration.synch_engine.plan import Action, FieldWrite, Plan
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Problem

LOOKED_AT = (
    *(Action.INSERT_IN_CRM, Action.INSERT_IN_ERP, Action.MODIFY, Action.UNCHANGED, Action.RENEW),
    *(Action.CONFLICT, Action.FAIL),
)


class Fate(StrEnum):
    WRITTEN = "written"
    CONFLICT = "conflict"
    REFUSED = "refused"
    OWED = "owed"
    HELD_BACK = "held_back"
    DRIFTED = "drifted"
    KEPT = "kept"
    EQUAL = "equal"
    BLANK = "blank"
    OTHER_WAY = "other_way"
    NOT_LOOKED_AT = "not_looked_at"
    OFF = "off"


@dataclass(frozen=True)
class RowFate:
    """``write`` of a row that is written, ``problem`` of one that is refused or owed."""

    row: FieldRow
    fate: Fate
    write: FieldWrite | None = None
    problem: Problem | None = None


AreEqual = Callable[[FieldRow, Mapping[str, Any], Any], bool]


def fates_of(plan: Plan, mapping: TableMapping, are_equal: AreEqual) -> list[RowFate]:
    """Returns what becomes of every row, those that are switched off among them."""
    return [_fate(row, plan, mapping, are_equal) for row in mapping.fields]


def rule_writes(plan: Plan, mapping: TableMapping) -> list[FieldWrite]:
    """Returns the writes that no row of the mapping says: those of its rules."""
    keys = {row.key for row in mapping.fields}
    return [write for write in plan.writes if write.key not in keys]


def _fate(row: FieldRow, plan: Plan, mapping: TableMapping, are_equal: AreEqual) -> RowFate:
    if not row.is_enabled:
        return RowFate(row, Fate.OFF)
    if not mapping.allows(row.direction):
        return RowFate(row, Fate.OTHER_WAY)
    found = _decided(row, plan)
    if found is not None:
        return found
    if plan.action not in LOOKED_AT or (plan.pair.erp is None and plan.pair.crm is None):
        return RowFate(row, Fate.NOT_LOOKED_AT)
    return RowFate(row, _left_alone(row, plan, are_equal))


def _decided(row: FieldRow, plan: Plan) -> RowFate | None:
    """What the plan itself says of the row."""
    for write in plan.writes:
        if write.key == row.key:
            return RowFate(row, Fate.WRITTEN, write)
    if any(found.key == row.key for found in plan.conflicts):
        return RowFate(row, Fate.CONFLICT)
    for fate, problems in ((Fate.REFUSED, plan.problems), (Fate.OWED, plan.owed)):
        for problem in problems:
            if problem.field and problem.field in (row.erp_field, row.crm_column):
                return RowFate(row, fate, problem=problem)
    names = {row.crm_column if row.direction.reaches_crm else row.erp_field}
    return RowFate(row, Fate.DRIFTED) if names & set(plan.drifted) else None


def _left_alone(row: FieldRow, plan: Plan, are_equal: AreEqual) -> Fate:
    waits = bool(plan.problems or plan.conflicts)
    erp, crm = plan.pair.erp, plan.pair.crm
    if erp is None or crm is None:
        target, source = (Side.CRM, erp) if crm is None else (Side.ERP, crm)
        if not row.reaches(target):
            return Fate.OTHER_WAY
        value = source.values.get(row.name_on(target.other)) if source else None
        is_blank = not row.is_constant and value in (None, "")
        return Fate.BLANK if is_blank else Fate.HELD_BACK if waits else Fate.KEPT
    if row.is_constant:
        return Fate.HELD_BACK if waits else Fate.EQUAL
    if are_equal(row, erp.values, crm.values.get(row.crm_column)):
        return Fate.EQUAL
    return Fate.HELD_BACK if waits else Fate.KEPT
