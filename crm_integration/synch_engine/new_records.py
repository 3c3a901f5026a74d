"""Plans records that come into being on one side, from the values of the other. Pure.

What follows from the mapping alone is prepared once for all of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crm_integration.synch_engine.draft import Draft
from crm_integration.synch_engine.plan import Action, FieldWrite, Pair, Plan, RecordState
from crm_integration.table_mapping.conversion import Converter, constant, converter
from crm_integration.table_mapping.declaration import (
    DerivedColumn,
    FieldRow,
    TableMapping,
    crm_column_of,
)
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.related import Reference, Related
from crm_integration.table_mapping.values import canonical

TOWARDS = {Side.CRM: Direction.TO_INTEGRATION_TABLE, Side.ERP: Direction.FROM_INTEGRATION_TABLE}
# The ERP's record that has the number of a record that is alone in the CRM, read for each of those.
SAME_NUMBER = "same_number"
INSERT = {Side.CRM: Action.INSERT_IN_CRM, Side.ERP: Action.INSERT_IN_ERP}


@dataclass(frozen=True, slots=True)
class _Field:
    """``source``: where the value comes from; ``convert``: makes the one that goes to ``name``."""

    row: FieldRow
    key: str
    source: str
    name: str
    convert: Converter
    is_owed: bool


class NewRecords:
    """``related`` covers everything that the records refer to."""

    def __init__(self, mapping: TableMapping, facts: Facts, related: Related, target: Side) -> None:
        self._mapping, self._target, self._related, self._facts = mapping, target, related, facts
        later = mapping.state_row if target is Side.CRM else ""
        rows = [row for row in mapping.rows if _is_for_new(row, target) and row.key != later]
        self._fields = tuple(self._field(row) for row in rows)
        self._constants = {row.key: canonical(value) for row, value in self._constant_values(rows)}
        self._derived = [column for column in mapping.derived if column.direction is TOWARDS[target]]

    def _field(self, row: FieldRow) -> _Field:
        source, name = row.erp_field, row.crm_column
        if self._target is Side.ERP:
            source, name = name, source
        # Nobody belongs to a record that is only coming into being.
        is_owed = self._target is Side.ERP and row.clear_value_on_failed_synch
        return _Field(row, row.key, source, name, self._converter(row), is_owed)

    def _converter(self, row: FieldRow) -> Converter:
        if row.is_constant:
            value = constant(row, self._facts)
            return lambda *_: value
        return converter(row=row, to=self._target, facts=self._facts, related=self._related, is_new=True)

    def _constant_values(self, rows: list[FieldRow]) -> Iterator[tuple[FieldRow, Any]]:
        for row in rows:
            if row.is_constant and not isinstance(value := constant(row, self._facts), Problem):
                yield row, value

    def plan(self, pair: Pair, source: RecordState, *, restores: bool = False) -> Plan:
        draft = Draft()
        draft.derived.update(self._constants)
        if same := self._related.read(SAME_NUMBER, source.id):
            draft.problems.append(_exists_already(same, self._mapping))
        self._fill(source.values, draft)
        for column in self._derived:
            self._derive(column, source, draft)
        return draft.finish(INSERT[self._target], pair, restores=restores)

    def _fill(self, values: Mapping[str, Any], draft: Draft) -> None:
        for field in self._fields:
            value = field.convert(values.get(field.source), values)
            if value is None or value == "":
                continue
            if isinstance(value, Problem):
                draft.refuse(field.row, value)
            elif field.is_owed:
                draft.kept.add(field.key)
            else:
                draft.writes.append(FieldWrite(field.key, self._target, field.name, None, value))

    def _derive(self, column: DerivedColumn, source: RecordState, draft: Draft) -> None:
        value = column.value(source.id, source.values, self._related)
        if isinstance(value, Problem):
            draft.problems.append(value)
            return
        draft.derived[column.key] = canonical(value)
        if canonical(value) is not None and not draft.writes_to(column.name):
            draft.write(column.key, self._target, column.name, None, value)


def _exists_already(same: Reference, mapping: TableMapping) -> Problem:
    """The same thing would be there twice, under another number; which is so is for people to say."""
    params = {"table": mapping.erp_table, "record": same.label}
    column = crm_column_of(mapping.number_row)
    if same.value is not None:
        return Problem("number_of_coupled_record", Cure.REJECTED, params, column)
    return Problem("number_exists_already", Cure.MISSING_COUPLING, params, column, same.awaited)


def _is_for_new(row: FieldRow, side: Side) -> bool:
    if row.direction in (Direction.BIDIRECTIONAL, TOWARDS[side]):
        return True
    return side is Side.ERP and row.taken_over_on_insert
