"""Tries a mapping on one record: what the next synchronization would do with it. Nothing is written."""

from dataclasses import dataclass
from uuid import UUID

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.fates import RowFate, fates_of, rule_writes
from crm_integration.synch_engine.plan import Action, FieldWrite, Options, Pair, Plan
from crm_integration.synch_engine.reader.coupling_states import (
    couplings_by_crm_id,
    couplings_by_erp_id,
    skipped_ids,
)
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from crm_integration.synch_engine.reader.erp_records import read_erp_records
from crm_integration.synch_engine.reader.pairs import pairs_of_couplings
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.table_mapping.direction import Side


@dataclass(frozen=True)
class Trial:
    """``plan`` is what a run decides by itself.

    ``shown`` is the plan that the rows speak of: the same, or for a record that a run leaves uncoupled
    what creating its counterpart would write. ``by_rule``: writes that no row says.
    """

    plan: Plan
    shown: Plan
    rows: list[RowFate]
    by_rule: list[FieldWrite]


def try_record(context: MappingContext, side: Side, record_id: UUID) -> Trial | None:
    """Returns None for a record that is not there any more. Raises DataverseError."""
    pair = _pair(context, side, record_id)
    if pair is None:
        return None
    planning = Planning(context, _options(context))
    (plan,) = planning.plan([pair.skipped_if_among(skipped_ids(context))])
    shown = plan
    if plan.action is Action.NOT_COUPLED:
        (shown,) = planning.plan([pair], Options(create=True))
    planner = planning.planner_for(pair.erp, pair.crm)
    rows = fates_of(shown, context.mapping, planner.are_equal)
    return Trial(plan, shown, rows, rule_writes(shown, context.mapping))


def _options(context: MappingContext) -> Options:
    return Options(integration_users=context.setup.ignored_user_ids)


def _pair(context: MappingContext, side: Side, record_id: UUID) -> Pair | None:
    by_side = couplings_by_erp_id if side is Side.ERP else couplings_by_crm_id
    coupling = by_side(context, [record_id]).get(record_id)
    if coupling is not None:
        return next(iter(pairs_of_couplings(context, [coupling.id])), None)
    if side is Side.ERP:
        record = read_erp_records(context, [record_id]).get(record_id)
        return Pair(erp=record) if record else None
    row = read_crm_rows(context, [record_id]).get(record_id)
    return Pair(crm=row) if row else None
