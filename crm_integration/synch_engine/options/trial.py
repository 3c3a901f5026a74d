"""Tries an option mapping on one record: what a run would do with its option. Nothing is written."""

from dataclasses import dataclass
from uuid import UUID

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.options.decide import OptionAction, OptionPlan, Wanted
from crm_integration.synch_engine.options.option_sets import OptionSets
from crm_integration.synch_engine.options.planning import plan_options
from crm_integration.synch_engine.reader.coupling_states import skipped_ids
from crm_integration.synch_engine.reader.erp_records import read_erp_records


@dataclass(frozen=True)
class OptionTrial:
    """``plan`` is what a run decides, None outside the filter; ``shown``: what creating would do, else same.

    ``columns``: the table and column of every option set that would be written.
    """

    label: str
    plan: OptionPlan | None
    shown: OptionPlan | None
    columns: tuple[tuple[str, str], ...]


def try_option(context: MappingContext, erp_id: UUID) -> OptionTrial | None:
    """Returns None for a record that is not there any more. Raises DataverseError."""
    record = read_erp_records(context, [erp_id]).get(erp_id)
    if record is None:
        return None
    sets, mapping, skipped = OptionSets.read(context), context.mapping, skipped_ids(context)
    create = not mapping.synch_only_coupled_records
    wanted = Wanted(create=create, deletion=mapping.deletion_conflict_resolution)
    plan = next(iter(plan_options(context, [erp_id], sets, wanted=wanted, skipped=skipped)), None)
    shown = plan
    if plan is not None and plan.action is OptionAction.NOT_COUPLED:
        (shown,) = plan_options(context, [erp_id], sets, wanted=Wanted(create=True), skipped=())
    columns = tuple((found.table, found.column) for found in (sets.main, *sets.others))
    return OptionTrial(record.label, plan, shown, columns)
