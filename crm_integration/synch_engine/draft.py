"""A plan in the making: collects writes, conflicts, problems and what is owed. Pure."""

from typing import Any

from crm_integration.synch_engine.plan import Action, FieldConflict, FieldWrite, Pair, Plan
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.values import LookupValue, canonical


class Draft:
    """Grows while the fields are looked at; :meth:`finish` makes the plan."""

    def __init__(self) -> None:
        self.writes: list[FieldWrite] = []
        self.conflicts: list[FieldConflict] = []
        self.problems: list[Problem] = []
        self.owed: list[Problem] = []
        self.drifted: list[str] = []
        self.kept: set[str] = set()
        self.derived: dict[str, Any] = {}
        self.renews = False

    def write(self, key: str, side: Side, name: str, old: Any, new: Any) -> None:
        shown = old if isinstance(old, LookupValue) else canonical(old)
        self.writes.append(FieldWrite(key, side, name, shown, new))

    def writes_to(self, name: str) -> bool:
        return any(write.name == name for write in self.writes)

    def refuse(self, row: FieldRow, problem: Problem) -> None:
        if row.clear_value_on_failed_synch and problem.cure is Cure.MISSING_COUPLING:
            self.kept.add(row.key)
            self.owed.append(Problem(problem.code, Cure.OWED, problem.params, problem.field, problem.awaited))
        else:
            self.problems.append(problem)

    def is_owed(self, row: FieldRow) -> bool:
        return row.key in self.kept

    def drift(self, row: FieldRow, name: str) -> None:
        self.kept.add(row.key)
        self.drifted.append(name)

    def finish(self, action: Action, pair: Pair, *, restores: bool = False) -> Plan:
        return Plan(
            action=self._outcome(action),
            pair=pair,
            writes=() if self.problems or self.conflicts else tuple(self.writes),
            conflicts=tuple(self.conflicts),
            problems=tuple(self.problems),
            owed=tuple(self.owed),
            drifted=tuple(self.drifted),
            kept=frozenset(self.kept),
            derived=self.derived,
            restores=restores,
        )

    def _outcome(self, action: Action) -> Action:
        if self.problems:
            return Action.FAIL
        if self.conflicts:
            return Action.CONFLICT
        if action is not Action.MODIFY or self.writes:
            return action
        return Action.RENEW if self.renews else Action.UNCHANGED
