"""Decides what one pair of records needs. Pure: everything it must know comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from crm_integration.synch_engine.conflict import FieldState, Verdict, merge
from crm_integration.synch_engine.draft import Draft
from crm_integration.synch_engine.field_values import FieldValues
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.given_values import follow, given_values
from crm_integration.synch_engine.new_records import TOWARDS, NewRecords
from crm_integration.synch_engine.plan import (
    Action,
    CouplingState,
    Options,
    Pair,
    Plan,
    RecordState,
)
from crm_integration.table_mapping.conversion import Converter, converter
from crm_integration.table_mapping.declaration import (
    DeletionConflict,
    FieldRow,
    TableMapping,
)
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.related import Related
from crm_integration.table_mapping.values import canonical

CREATING = "creating"
TARGET = {
    Direction.TO_INTEGRATION_TABLE: Side.CRM,
    Direction.FROM_INTEGRATION_TABLE: Side.ERP,
    Direction.BIDIRECTIONAL: None,
}


@dataclass(frozen=True)
class Planner:
    """Plans the pairs of one mapping; ``facts`` and ``related`` cover everything that the pairs name."""

    mapping: TableMapping
    facts: Facts
    related: Related
    options: Options

    def plan(self, pair: Pair) -> Plan:
        if pair.is_skipped and not self.options.retry_skipped:
            return Plan(Action.SKIPPED, pair)
        if pair.erp_deleted or pair.crm_deleted:
            return self._deletion(pair)
        if pair.erp is None or pair.crm is None:
            return self._insertion(pair)
        is_new = self._is_creating(pair) and bool(self.mapping.state_row)  # born outside, with another state
        if not is_new and not self._is_inside_filters(pair):
            return self._state_alone(pair)
        if self._is_change_of_integration_user(pair):
            return Plan(Action.INTEGRATION_USER, pair)
        return self._modification(pair)

    # One side only

    def _insertion(self, pair: Pair) -> Plan:
        target = Side.CRM if pair.crm is None else Side.ERP
        source = pair.erp or pair.crm
        if source is None:
            return Plan(Action.UNCHANGED, pair)
        if not self.mapping.allows(TOWARDS[target]) and not self._is_creating(pair):
            return Plan(Action.NOT_COUPLED, pair)
        filter_of_source = self.mapping.erp_filter if target is Side.CRM else self.mapping.crm_filter
        if not matches(filter_of_source, source.values):
            return Plan(Action.OUTSIDE_FILTER, pair)
        if (
            self.mapping.synch_only_coupled_records
            and not self.options.create
            and not self._is_creating(pair)
        ):
            return Plan(Action.NOT_COUPLED, pair)
        if target is Side.ERP and self._was_made_by_integration_user(source):
            return Plan(Action.INTEGRATION_USER, pair)
        return self._insert(pair, target, source)

    def _is_creating(self, pair: Pair) -> bool:
        return pair.coupling is not None and pair.coupling.state == CREATING

    def _was_made_by_integration_user(self, record: RecordState) -> bool:
        return record.modified_by in self.options.integration_users

    def _insert(self, pair: Pair, target: Side, source: RecordState, *, restores: bool = False) -> Plan:
        known = self._new_records.get(target)
        if known is None:
            known = NewRecords(self.mapping, self.facts, self.related, target)
            self._new_records[target] = known
        return known.plan(pair, source, restores=restores)

    @cached_property
    def _new_records(self) -> dict[Side, NewRecords]:
        """Prepared once per side, and used for every pair."""
        return {}

    # Both sides

    def _is_inside_filters(self, pair: Pair) -> bool:
        assert pair.erp is not None and pair.crm is not None  # noqa: S101 (narrows the types)
        inside_crm = pair.crm.is_assumed or matches(self.mapping.crm_filter, pair.crm.values)
        return inside_crm and matches(self.mapping.erp_filter, pair.erp.values)

    def _state_alone(self, pair: Pair) -> Plan:
        """Outside the filters the state of a coupled pair is followed, and nothing else."""
        plan = Plan(Action.OUTSIDE_FILTER, pair)
        row = next((row for row in self.mapping.rows if row.key == self.mapping.state_row), None)
        if row is None or pair.coupling is None:
            return plan
        draft = Draft()
        self._merge_field(row, pair, draft)
        draft.kept |= {other.key for other in self.mapping.rows if other is not row}
        followed = draft.finish(Action.MODIFY, pair)
        return replace(followed, is_partial=True) if followed.writes or followed.conflicts else plan

    def _is_change_of_integration_user(self, pair: Pair) -> bool:
        coupling, crm, erp = pair.coupling, pair.crm, pair.erp
        if coupling is None or crm is None or erp is None or coupling.state == CREATING:
            return False
        is_theirs = crm.version != coupling.crm_version and self._was_made_by_integration_user(crm)
        return is_theirs and erp.version == coupling.erp_version and self._crm_differs_from_base(pair)

    def _crm_differs_from_base(self, pair: Pair) -> bool:
        assert pair.crm is not None and pair.coupling is not None  # noqa: S101 (narrows the types)
        base, values = pair.coupling.crm_base, pair.crm.values
        return any(canonical(values.get(name)) != known for name, known in base.items() if name in values)

    def _modification(self, pair: Pair) -> Plan:
        draft = Draft()
        for row in self.mapping.rows:
            if not row.is_constant:
                self._merge_field(row, pair, draft)
        for wanted in given_values(self.mapping, pair, self.facts, self.related):
            follow(wanted, pair, draft, overwrites=self._overwrites(wanted.side))
        return draft.finish(Action.MODIFY, pair)

    def _merge_field(self, row: FieldRow, pair: Pair, draft: Draft) -> None:
        field = self._field(row, pair)
        verdict = merge(
            field.state,
            direction=row.direction,
            policy=self.mapping.update_conflict_resolution,
            target=self._target(row, pair) or field.owing_side,
        )
        match verdict:
            case Verdict.TO_CRM | Verdict.TO_ERP:
                self._write_field(row, Side.CRM if verdict is Verdict.TO_CRM else Side.ERP, field, draft)
            case Verdict.CONFLICT:
                draft.conflicts.append(field.as_conflict())
            case Verdict.DRIFTED:
                draft.drift(row, row.crm_column if row.direction.reaches_crm else row.erp_field)
            case Verdict.RENEW:
                draft.renews = True
            case Verdict.SAME:
                if not field.state.has_base and not field.state.are_equal:
                    draft.kept.add(row.key)

    def _target(self, row: FieldRow, pair: Pair) -> Side | None:
        """The side that is to be overwritten, if somebody chose one."""
        if row.key in self.options.decisions:
            return self.options.decisions[row.key].other
        if self._is_creating(pair) and (row.key == self.mapping.state_row or not self._was_sent(row, pair)):
            return Side.CRM
        if self.options.unconditional and row.direction is not Direction.BIDIRECTIONAL:
            return Side.CRM if row.direction.reaches_crm else Side.ERP
        if self.options.direction is not None:
            return TARGET[self.options.direction]
        return self._first_target(row, pair.coupling) if row.direction is Direction.BIDIRECTIONAL else None

    def _first_target(self, row: FieldRow, coupling: CouplingState | None) -> Side | None:
        """The side to overwrite where the two were never equal, as was chosen at coupling or for this run."""
        chosen = coupling.first_direction if coupling and not coupling.has_base_of(row) else ""
        if chosen:
            return TARGET[Direction(chosen)]
        is_first = coupling is None or not coupling.crm_base
        return TARGET[self.options.first_direction or Direction.BIDIRECTIONAL] if is_first else None

    def _was_sent(self, row: FieldRow, pair: Pair) -> bool:
        return pair.coupling is not None and row.key in pair.coupling.pending

    def _field(self, row: FieldRow, pair: Pair) -> FieldValues:
        assert pair.erp is not None and pair.crm is not None  # noqa: S101 (narrows the types)
        erp, crm = pair.erp.values.get(row.erp_field), pair.crm.values.get(row.crm_column)
        base = pair.coupling.base_of(row, crm) if pair.coupling else None
        has_base = base is not None
        erp_base, crm_base = base or (None, None)
        erp_changed = not has_base or canonical(erp) != erp_base
        crm_changed = not has_base or canonical(crm) != crm_base
        settled = has_base and not erp_changed and not crm_changed and self._target(row, pair) is None
        equal = settled or self.are_equal(row, pair.erp.values, crm)
        state = FieldState(has_base, erp_changed, crm_changed, equal)
        return FieldValues(row, erp, crm, erp_base, crm_base, state, pair.erp.values)

    def are_equal(self, row: FieldRow, record: Mapping[str, Any], crm: Any) -> bool:
        """Whether the ERP record holds the CRM's value, each in its own form and length."""
        erp = record.get(row.erp_field)
        sent = self._convert(row, erp, Side.CRM, record)
        if not isinstance(sent, Problem) and canonical(sent) == canonical(crm):
            return True
        if row.not_null and sent is None:
            return True
        got = self._convert(row, crm, Side.ERP, record)
        return not isinstance(got, Problem) and canonical(got) == canonical(erp)

    def _write_field(self, row: FieldRow, target: Side, field: FieldValues, draft: Draft) -> None:
        source, old = (field.erp, field.crm) if target is Side.CRM else (field.crm, field.erp)
        value = self._convert(row, source, target, field.record)
        name = row.crm_column if target is Side.CRM else row.erp_field
        if not isinstance(value, Problem):
            draft.write(row.key, target, name, old, value)
            return
        draft.refuse(row, value)
        if draft.is_owed(row) and self._is_coupled(row, target, old, field.record):
            draft.write(row.key, target, name, old, None if target is Side.CRM else "")

    def _is_coupled(self, row: FieldRow, target: Side, value: Any, record: Mapping[str, Any]) -> bool:
        """Whether the reference that would be cleared is itself coupled; else it is kept."""
        if canonical(value) is None:
            return False
        return not isinstance(self._convert(row, value, target.other, record), Problem)

    def _overwrites(self, target: Side) -> bool:
        return self.options.unconditional or self.options.direction is TOWARDS[target]

    def _convert(self, row: FieldRow, value: Any, to: Side, record: Mapping[str, Any]) -> Any:
        known = self._converters.get((row.key, to))
        if known is None:
            known = converter(row=row, to=to, facts=self.facts, related=self.related)
            self._converters[row.key, to] = known
        return known(value, record)

    @cached_property
    def _converters(self) -> dict[tuple[str, Side], Converter]:
        """Made once per row and side, and used for every pair."""
        return {}

    # A deleted side

    def _deletion(self, pair: Pair) -> Plan:
        survivor = pair.crm if pair.erp_deleted else pair.erp
        policy = self.mapping.deletion_conflict_resolution
        if survivor is None or policy is DeletionConflict.REMOVE:
            return Plan(Action.REMOVE_COUPLING, pair)
        target = Side.ERP if pair.erp_deleted else Side.CRM
        if policy is DeletionConflict.RESTORE and self.mapping.allows(TOWARDS[target]):
            return self._insert(pair, target, survivor, restores=True)
        code = "coupled_to_deleted_crm_record" if pair.crm_deleted else "coupled_to_deleted_erp_record"
        table = self.mapping.crm_table if pair.crm_deleted else self.mapping.erp_table
        problem = Problem(code, Cure.DELETED, {"table": table, "record": survivor.label})
        return Plan(Action.FAIL, pair, problems=(problem,))
