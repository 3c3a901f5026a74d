"""Plans of coupled pairs as *Synchronize Now* and the conflict page show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm_integration.admin.value_texts import ValueTexts
from crm_integration.models import IntegrationTableMapping, SynchProblem
from crm_integration.sentences import cure_of, problem_sentence
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Action, FieldWrite, Options, Pair, Plan
from crm_integration.synch_engine.reader.pairs import pairs_of_couplings
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.problem import Problem

MERGE = "merge"
DIRECTIONS: Mapping[str, Direction | None] = {
    MERGE: None,
    Direction.TO_INTEGRATION_TABLE.value: Direction.TO_INTEGRATION_TABLE,
    Direction.FROM_INTEGRATION_TABLE.value: Direction.FROM_INTEGRATION_TABLE,
}


@dataclass(frozen=True)
class Planned:
    """What each choice would do with the pairs, read from both sides once."""

    mapping: TableMapping
    pairs: Sequence[Pair]
    plans: Mapping[str, Sequence[Plan]]

    @property
    def expected(self) -> dict[str, list[int]]:
        """The versions that the plans were made from, by coupling."""
        return {
            str(pair.coupling.id): [
                pair.erp.version if pair.erp else 0,
                pair.crm.version if pair.crm else 0,
            ]
            for pair in self.pairs
            if pair.coupling
        }


def plan_all(mapping_name: str, coupling_ids: Sequence[UUID]) -> Planned:
    """Raises DataverseError."""
    context = MappingContext.open(mapping_name)
    pairs = pairs_of_couplings(context, coupling_ids)
    planning = Planning(context, Options())
    plans = {
        choice: planning.plan(pairs, Options(direction=direction, retry_skipped=True))
        for choice, direction in DIRECTIONS.items()
        if direction is None or context.mapping.allows(direction)
    }
    if context.mapping.direction is not Direction.BIDIRECTIONAL:
        del plans[MERGE]
    return Planned(context.mapping, pairs, plans)


def plan_decided(mapping_name: str, coupling_id: UUID, decisions: Mapping[str, Side]) -> Plan | None:
    """Returns the plan of one pair as it would be with these decisions. Raises DataverseError."""
    context = MappingContext.open(mapping_name)
    pairs = pairs_of_couplings(context, [coupling_id])
    options = Options(decisions=decisions, retry_skipped=True)
    return Planning(context, options).plan(pairs)[0] if pairs else None


@dataclass(frozen=True)
class Counts:
    """How many fields of how many records would be written on each side, and what stands in the way."""

    to_crm: int
    to_erp: int
    records: int
    conflicts: int
    problems: int

    @property
    def fields(self) -> int:
        return self.to_crm + self.to_erp


def counts_of(plans: Sequence[Plan]) -> Counts:
    writes = [write for plan in plans for write in plan.writes]
    return Counts(
        to_crm=sum(1 for write in writes if write.side is Side.CRM),
        to_erp=sum(1 for write in writes if write.side is Side.ERP),
        records=sum(1 for plan in plans if plan.writes),
        conflicts=sum(len(plan.conflicts) for plan in plans),
        problems=sum(1 for plan in plans if plan.problems),
    )


def shown_plan(plan: Plan, mapping: TableMapping, texts: ValueTexts) -> dict[str, Any]:
    """Returns one pair for the template: the rows to write and how many fields are equal."""
    rows = {row.key: row for row in mapping.rows}
    written = [_written(write, rows.get(write.key), plan.pair, mapping, texts) for write in plan.writes]
    equal = [row for row in rows.values() if not row.is_constant and _is_equal(row, plan)]
    return {
        "name": plan.pair.label,
        "erp_id": plan.pair.erp.id if plan.pair.erp else None,
        "rows": written,
        "equal": [_equal(row, plan.pair, mapping, texts) for row in equal],
        "conflicts": [erp_caption(mapping.erp_table, found.erp_field) for found in plan.conflicts],
        "problems": [problem_of(found, plan, mapping) for found in plan.problems],
        "is_quiet": plan.action in (Action.UNCHANGED, Action.RENEW),
        "action": plan.action.value,
    }


def _is_equal(row: FieldRow, plan: Plan) -> bool:
    touched = {write.key for write in plan.writes} | {found.key for found in plan.conflicts}
    return row.key not in touched


def _written(
    write: FieldWrite, row: FieldRow | None, pair: Pair, mapping: TableMapping, texts: ValueTexts
) -> dict[str, Any]:
    erp_field = row.erp_field if row else ""
    crm_column = row.crm_column if row else write.name
    return {
        "caption": _caption(mapping, erp_field, crm_column),
        "erp": texts.erp(erp_field, _value(pair.erp, erp_field)) if erp_field else "",
        "crm": texts.crm(crm_column, _value(pair.crm, crm_column)),
        "side": write.side.value,
        "old": texts.of(write.side.value, write.name, write.old),
        "new": texts.of(write.side.value, write.name, write.new),
    }


def _equal(row: FieldRow, pair: Pair, mapping: TableMapping, texts: ValueTexts) -> dict[str, Any]:
    return {
        "caption": _caption(mapping, row.erp_field, row.crm_column),
        "erp": texts.erp(row.erp_field, _value(pair.erp, row.erp_field)),
        "crm": texts.crm(row.crm_column, _value(pair.crm, row.crm_column)),
    }


def _value(record: Any, name: str) -> Any:
    return record.values.get(name) if record else None


def _caption(mapping: TableMapping, erp_field: str, crm_column: str) -> str:
    if erp_field:
        return erp_caption(mapping.erp_table, erp_field)
    return crm_caption(mapping.crm_table, crm_column)


def problem_of(found: Problem, plan: Plan, mapping: TableMapping) -> dict[str, Any]:
    """The sentence and the link that cures it, as if the problem were stored."""
    tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table}
    stored = SynchProblem(
        mapping=IntegrationTableMapping(name=mapping.name, **tables),
        erp_id=plan.pair.erp.id if plan.pair.erp else None,
        crm_id=plan.pair.crm.id if plan.pair.crm else None,
        **found.columns,
    )
    return {"sentence": problem_sentence(stored), "cure": cure_of(stored) if found.awaited else None}


def lookups_in(pairs: Sequence[Pair]) -> list[Any]:
    """All values of the CRM's sides, so that the names of references are read together."""
    return [value for pair in pairs if pair.crm for value in pair.crm.values.values()]
