"""Applies a batch of plans."""

from collections.abc import Sequence
from datetime import datetime

from crm_integration.job_queue import Lease
from crm_integration.synch_engine.applier.books import Books
from crm_integration.synch_engine.applier.crm_writes import CrmWrites
from crm_integration.synch_engine.applier.default_prices import DefaultPrices
from crm_integration.synch_engine.applier.erp_writes import ErpWrites
from crm_integration.synch_engine.applier.tally import Tally
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Pair, Plan
from crm_integration.synch_engine.reader.coupling_states import couplings_by_erp_id
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.table_mapping.direction import Side


def apply_plans(
    plans: Sequence[Plan],
    *,
    origin: Side,
    planning: Planning,
    lease: Lease,
    tally: Tally,
    now: datetime,
    as_shown: bool = False,
) -> None:
    """Writes both sides and the books; ``as_shown``: exactly these plans, or none.

    Raises LeaseLost when somebody else holds the job, and DataverseError, after what was done is written
    down, when the CRM's answer concerns the whole run and not a record.
    """
    context = planning.context
    works = [Work(plan, origin) for plan in plans]
    crm = CrmWrites(context, planning, lease, as_shown=as_shown)
    crm.write(works)
    for work in works:
        work.note_arrival()
    if context.mapping.has_default_prices:
        DefaultPrices(context, lease).write(works)
    # What the CRM was not even asked for, because the run stopped, is not written down.
    asked = [work for work in works if not work.has_writes_for(Side.CRM)]
    ErpWrites(context, Books(context, tally, now), lease, as_shown=as_shown).write(asked)
    if crm.stopped_by is not None:
        raise crm.stopped_by
    changed = [] if as_shown else [work for work in asked if work.side_effects(context.field_rows)]
    if changed:
        # What the ERP changed by itself goes to the CRM at once; should this run die, its change row is left.
        plans = planning.plan(_as_they_are(context, changed))
        apply_plans(plans, origin=Side.ERP, planning=planning, lease=lease, tally=tally, now=now)


def _as_they_are(context: MappingContext, works: Sequence[Work]) -> list[Pair]:
    couplings = couplings_by_erp_id(context, [work.erp.id for work in works if work.erp])
    return [
        Pair(erp=work.erp, crm=work.crm, coupling=couplings[work.erp.id])
        for work in works
        if work.erp and work.erp.id in couplings
    ]
