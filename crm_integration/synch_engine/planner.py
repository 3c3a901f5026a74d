"""Decides what one pair of records needs. Pure: everything it must know comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crm_integration.synch_engine.conflict import FieldState, Verdict, merge
from crm_integration.synch_engine.draft import Draft
from crm_integration.synch_engine.field_values import FieldValues
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.given_values import follow, given_values
from crm_integration.synch_engine.plan import (
    Action,
    Options,
    Pair,
    Plan,
    RecordState,
)
from crm_integration.table_mapping.conversion import Converter, constant, converter
from crm_integration.table_mapping.declaration import (
    DeletionConflict,
    DerivedColumn,
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
TOWARDS = {Side.CRM: Direction.TO_INTEGRATION_TABLE, Side.ERP: Direction.FROM_INTEGRATION_TABLE}


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
        if not self._is_inside_filters(pair):
            return Plan(Action.OUTSIDE_FILTER, pair)
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
        user = self.options.integration_user
        return user is not None and record.modified_by == user

    def _insert(self, pair: Pair, target: Side, source: RecordState, *, restores: bool = False) -> Plan:
        draft = Draft()
        for row in self._rows_of_new[target]:
            self._insert_field(row, target, source, draft)
        for derived in self.mapping.derived:
            if derived.direction is TOWARDS[target]:
                self._insert_derived(derived, target, source, draft)
        action = Action.INSERT_IN_CRM if target is Side.CRM else Action.INSERT_IN_ERP
        return draft.finish(action, pair, restores=restores)

    @cached_property
    def _rows_of_new(self) -> Mapping[Side, tuple[FieldRow, ...]]:
        """The rows that give a new record its values, by the side that it is created on."""
        return {side: tuple(row for row in self.mapping.rows if _is_for_new(row, side)) for side in TOWARDS}

    def _insert_field(self, row: FieldRow, target: Side, source: RecordState, draft: Draft) -> None:
        name = row.crm_column if target is Side.CRM else row.erp_field
        source_name = row.erp_field if target is Side.CRM else row.crm_column
        value = (
            constant(row, self.facts)
            if row.is_constant
            else self._convert(row, source.values.get(source_name), target)
        )
        if isinstance(value, Problem):
            draft.refuse(row, value)
            return
        if row.is_constant:
            draft.derived[row.key] = canonical(value)
        if canonical(value) is None:
            return
        if target is Side.ERP and row.clear_value_on_failed_synch:
            draft.kept.add(row.key)  # nobody belongs to a record that is only coming into being
        else:
            draft.write(row.key, target, name, None, value)

    def _insert_derived(
        self, derived: DerivedColumn, target: Side, source: RecordState, draft: Draft
    ) -> None:
        value = derived.value(source.id, source.values, self.related)
        if isinstance(value, Problem):
            draft.problems.append(value)
            return
        draft.derived[derived.key] = canonical(value)
        if canonical(value) is not None and not draft.writes_to(derived.name):
            draft.write(derived.key, target, derived.name, None, value)

    # Both sides

    def _is_inside_filters(self, pair: Pair) -> bool:
        assert pair.erp is not None and pair.crm is not None  # noqa: S101 (narrows the types)
        inside_crm = pair.crm.is_assumed or matches(self.mapping.crm_filter, pair.crm.values)
        return inside_crm and matches(self.mapping.erp_filter, pair.erp.values)

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
        if self._is_creating(pair) and not self._was_sent(row, pair):
            return Side.CRM
        if self.options.unconditional and row.direction is not Direction.BIDIRECTIONAL:
            return Side.CRM if row.direction.reaches_crm else Side.ERP
        if self.options.direction is not None:
            return TARGET[self.options.direction]
        first = TARGET[self.options.first_direction or Direction.BIDIRECTIONAL]
        is_first = pair.coupling is None or not pair.coupling.crm_base
        return first if is_first and row.direction is Direction.BIDIRECTIONAL else None

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
        equal = settled or self.are_equal(row, erp, crm)
        return FieldValues(
            row, erp, crm, erp_base, crm_base, FieldState(has_base, erp_changed, crm_changed, equal)
        )

    def are_equal(self, row: FieldRow, erp: Any, crm: Any) -> bool:
        """Whether the sides hold the same value, each in its own form and length."""
        sent = self._convert(row, erp, Side.CRM)
        if not isinstance(sent, Problem) and canonical(sent) == canonical(crm):
            return True
        if row.not_null and sent is None:
            return True
        got = self._convert(row, crm, Side.ERP)
        return not isinstance(got, Problem) and canonical(got) == canonical(erp)

    def _write_field(self, row: FieldRow, target: Side, field: FieldValues, draft: Draft) -> None:
        source, old = (field.erp, field.crm) if target is Side.CRM else (field.crm, field.erp)
        value = self._convert(row, source, target)
        name = row.crm_column if target is Side.CRM else row.erp_field
        if not isinstance(value, Problem):
            draft.write(row.key, target, name, old, value)
            return
        draft.refuse(row, value)
        if draft.is_owed(row) and self._is_coupled(row, target, old):
            draft.write(row.key, target, name, old, None if target is Side.CRM else "")

    def _is_coupled(self, row: FieldRow, target: Side, value: Any) -> bool:
        """Whether the reference that would be cleared is itself coupled; else it is kept."""
        if canonical(value) is None:
            return False
        return not isinstance(self._convert(row, value, target.other), Problem)

    def _overwrites(self, target: Side) -> bool:
        return self.options.unconditional or self.options.direction is TOWARDS[target]

    def _convert(self, row: FieldRow, value: Any, to: Side) -> Any:
        known = self._converters.get((row.key, to))
        if known is None:
            known = converter(row=row, to=to, facts=self.facts, related=self.related)
            self._converters[row.key, to] = known
        return known(value)

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


def _is_for_new(row: FieldRow, side: Side) -> bool:
    if row.direction in (Direction.BIDIRECTIONAL, TOWARDS[side]):
        return True
    return side is Side.ERP and row.taken_over_on_insert
