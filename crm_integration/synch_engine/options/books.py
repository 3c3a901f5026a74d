"""Writes down what became of options: their couplings, the field history, problems, counters."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from crm_integration.job_queue import Lease, check
from crm_integration.models import ErpChange, OptionMapping, SynchJobChange, SynchProblem
from crm_integration.synch_engine.applier.problem_book import coupled_now, write_problems
from crm_integration.synch_engine.applier.tally import Tally
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.options.decide import OptionAction, OptionPlan
from crm_integration.synch_engine.options.stages import Ids
from crm_integration.synch_engine.plan import Action, Pair, Plan
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.option_ids import option_id, options_of

COUNTERS = {
    OptionAction.INSERT: "inserted",
    OptionAction.COUPLE: "coupled",
    OptionAction.RENAME: "modified",
    OptionAction.RESTORE: "inserted",
    OptionAction.UNCHANGED: "unchanged",
    OptionAction.UNCOUPLE: "uncoupled",
    OptionAction.NOT_COUPLED: "not_coupled",
    OptionAction.SKIPPED: "skipped",
}
COUPLES = (
    OptionAction.INSERT,
    OptionAction.COUPLE,
    OptionAction.RENAME,
    OptionAction.RESTORE,
    OptionAction.UNCHANGED,
)
HISTORY = {
    OptionAction.INSERT: SynchJobChange.Kind.INSERTED,
    OptionAction.RESTORE: SynchJobChange.Kind.INSERTED,
    OptionAction.COUPLE: SynchJobChange.Kind.COUPLED,
    OptionAction.RENAME: SynchJobChange.Kind.MODIFIED,
    OptionAction.UNCOUPLE: SynchJobChange.Kind.UNCOUPLED,
}
LEFT_ALONE = (OptionAction.NOT_COUPLED, OptionAction.SKIPPED)


class OptionBooks:
    """Everything of a batch is written in one transaction."""

    def __init__(self, context: MappingContext, lease: Lease, tally: Tally, now: datetime) -> None:
        self._context, self._lease, self._tally, self._now = context, lease, tally, now
        self._job = tally.job_towards(Side.CRM)

    def write(self, plans: Sequence[OptionPlan], found: Ids, *, is_complete: bool) -> int:
        """Returns how many failed. Changes of the ERP are answered once all of them were."""
        failed_before = self._tally.failed
        with transaction.atomic():
            check(self._lease)
            for plan in plans:
                self._couple(plan)
                if plan.action in COUNTERS:
                    self._tally.add(Side.CRM, COUNTERS[plan.action])
            self._history(plans)
            self._problems([plan for plan in plans if plan.action not in LEFT_ALONE])
            if is_complete:
                self._leave_behind(plans, found)
            self._tally.write()
        return self._tally.failed - failed_before

    def _couple(self, plan: OptionPlan) -> None:
        mapping = self._context.mapping
        if plan.action is OptionAction.UNCOUPLE:
            OptionMapping.objects.filter(mapping=self._context.stored, erp_id=plan.record.id).delete()
        if plan.action not in COUPLES or plan.value is None:
            return
        OptionMapping.objects.update_or_create(
            erp_table=mapping.erp_table,
            erp_id=plan.record.id,
            defaults={
                "mapping": self._context.stored,
                "crm_table": mapping.crm_table,
                "crm_column": mapping.option_column,
                "option_value": plan.value,
                "option_caption": plan.label,
                "last_synch_at": self._now,
                "last_synch_crm_job_id": self._job,
            },
        )
        pair = (plan.record.id, option_id(plan.value))
        coupled_now(mapping.erp_table, options_of(mapping), [pair], now=self._now)

    def _history(self, plans: Sequence[OptionPlan]) -> None:
        column = self._context.mapping.option_column
        SynchJobChange.objects.bulk_create(
            SynchJobChange(
                synch_job_id=self._job,
                erp_id=plan.record.id,
                crm_id=option_id(plan.value or 0),
                side=SynchJobChange.Side.CRM,
                kind=HISTORY[plan.action],
                description=plan.record.label,
                fields={column: [plan.was, plan.label]} if plan.action is OptionAction.RENAME else {},
                written_at=self._now,
            )
            for plan in plans
            if plan.action in HISTORY
        )

    def _problems(self, plans: Sequence[OptionPlan]) -> None:
        works = [_work(plan) for plan in plans]
        jobs = dict.fromkeys(works, self._job)
        run = set(self._tally.jobs.values())
        skipped = write_problems(self._context, works, jobs, run=run, now=self._now)
        for work in works:
            if work.problems:
                self._tally.add_work(work, became_skipped=work in skipped)

    def _leave_behind(self, plans: Sequence[OptionPlan], found: Ids) -> None:
        """A record that is no more leaves its option to the records of the CRM that have it."""
        living = {plan.record.id for plan in plans}
        gone = [id for id in found.ids if id not in living]
        couplings = OptionMapping.objects.filter(mapping=self._context.stored, erp_id__in=gone)
        self._tally.add(Side.CRM, "uncoupled", couplings.count())
        couplings.delete()
        SynchProblem.objects.filter(mapping=self._context.stored, erp_id__in=gone).delete()
        tokens = found.consumed
        ErpChange.objects.filter(pk__in=tokens, token__in=tokens.values()).delete()


def _work(plan: OptionPlan) -> Work:
    problems = (plan.problem,) if plan.problem else ()
    action = Action.FAIL if problems else Action.UNCHANGED
    return Work(Plan(action, Pair(erp=plan.record), problems=problems), Side.ERP)
