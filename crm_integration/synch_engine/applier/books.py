"""Writes down what became of each pair: coupling, bases, field history, problems, counters."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from crm_integration.models import Coupling, SynchJobChange
from crm_integration.synch_engine.applier.bases import bases_after
from crm_integration.synch_engine.applier.coupling_rows import (
    Row,
    insert_couplings,
    new_row,
    update_couplings,
)
from crm_integration.synch_engine.applier.problem_book import coupled_now, forget_problems, write_problems
from crm_integration.synch_engine.applier.tally import Tally
from crm_integration.synch_engine.applier.work import INSERTS, Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Action, RecordState
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Cure
from crm_integration.table_mapping.values import canonical
from erp.models.record import new_id
from erp.models.statements import insert_many

HISTORY = ("id", "synch_job_id", "erp_id", "crm_id", "side", "kind", "description", "fields", "written_at")
LEFT_ALONE = (Action.SKIPPED, Action.OUTSIDE_FILTER, Action.NOT_COUPLED)


class Books:
    """Everything is written in the caller's transaction."""

    def __init__(self, context: MappingContext, tally: Tally, now: datetime) -> None:
        self._context, self._tally, self._now = context, tally, now

    def write(self, works: Sequence[Work]) -> None:
        self._remove([work for work in works if work.plan.action is Action.REMOVE_COUPLING])
        kept = [work for work in works if not work.is_taken and work.plan.action not in LEFT_ALONE]
        self._couplings([work for work in kept if work.plan.action is not Action.REMOVE_COUPLING])
        self._leave([work for work in works if work.plan.action is Action.OUTSIDE_FILTER])
        self._history(works)
        jobs = {work: self._tally.job_towards(work.origin.other) for work in kept}
        run = set(self._tally.jobs.values())
        skipped = write_problems(self._context, kept, jobs, run=run, now=self._now)
        for work in works:
            self._tally.add_work(work, became_skipped=work in skipped)
        self._tally.write()

    def _remove(self, works: Sequence[Work]) -> None:
        if works:
            Coupling.objects.filter(id__in=[work.coupling.id for work in works if work.coupling]).delete()

    def _leave(self, works: Sequence[Work]) -> None:
        """Outside the filter nothing is a problem; what the CRM changed there is read when it is back."""
        if not works:
            return
        forget_problems(self._context, works)
        passed_over = [
            work.coupling.id
            for work in works
            if work.coupling
            and work.crm
            and not work.crm.is_assumed
            and work.crm.version != work.coupling.crm_version
        ]
        Coupling.objects.filter(id__in=passed_over).update(crm_version=None)

    def _couplings(self, works: Sequence[Work]) -> None:
        new = [work for work in works if work.coupling is None and work.erp and work.crm]
        insert_couplings(self._new(work) for work in new)
        update_couplings({work.coupling.id: self._changed(work) for work in works if work.coupling})
        made = [(work.erp.id, work.crm.id) for work in new if work.erp and work.crm]
        made += [
            (work.erp.id, work.crm.id)
            for work in works
            if work.coupling and work.erp and work.crm and _has_become_coupled(work)
        ]
        mapping = self._context.mapping
        coupled_now(mapping.erp_table, mapping.crm_table, made, now=self._now)

    def _new(self, work: Work) -> Row:
        assert work.erp is not None and work.crm is not None  # noqa: S101 (narrows the types)
        state = Coupling.State.COUPLED
        row = new_row(self._context, erp_id=work.erp.id, crm_id=work.crm.id, state=state)
        row.update(self._filled(work, work.erp, work.crm))
        return row

    def _changed(self, work: Work) -> Row:
        """What a coupling holds from now on, as far as it is news."""
        if work.plan.action is Action.INTEGRATION_USER and work.crm is not None:
            return {"crm_version": work.crm.version}
        if any(problem.cure is Cure.DELETED for problem in work.problems):
            gone_in_erp = work.pair.erp_deleted
            state = Coupling.State.DELETED_IN_ERP if gone_in_erp else Coupling.State.DELETED_IN_CRM
            return {"state": state.value} | self._results(work)
        if work.erp is not None and work.crm is not None and (work.written or not _has_failed(work)):
            return self._filled(work, work.erp, work.crm)
        return self._results(work)

    def _filled(self, work: Work, erp: RecordState, crm: RecordState) -> Row:
        unwritten = {write.key for write in work.plan.writes if work.refused and write.side in work.refused}
        written = {write.key for write in work.plan.writes} - unwritten if work.plan.kept else frozenset()
        unsent = work.side_effects(self._context.field_rows)
        erp_base, crm_base = bases_after(
            self._context.field_rows,
            coupling=work.coupling,
            erp=erp,
            crm=crm,
            kept=work.plan.kept | unwritten | unsent,
            dropped=work.plan.kept & written,
            derived=work.plan.derived if not work.plan.is_partial else _derived_base(work),
        )
        row: Row = {
            "erp_id": erp.id,
            "crm_id": crm.id,
            "state": Coupling.State.COUPLED.value,
            "erp_base": erp_base,
            "crm_base": crm_base,
            # What the ERP changed by itself counts as changed until it is sent.
            "erp_row_version": erp.version if not unsent or work.pair.erp is None else work.pair.erp.version,
            "crm_version": crm.version,
            "drifted": list(work.plan.drifted),
            "pending": _still_pending(work, unwritten),
            "last_synch_at": self._now,
            "last_synch_erp_modified_at": erp.modified_at,
        }
        if work.coupling and work.coupling.first_direction and not unwritten:
            row["first_direction"] = ""
        if work.plan.is_partial:
            row |= {"erp_row_version": None, "crm_version": None}
        if crm.modified_at is not None:
            row["last_synch_crm_modified_at"] = crm.modified_at
        row.update(self._results(work))
        return row

    def _results(self, work: Work) -> Row:
        result = (Coupling.Result.FAILURE if _has_failed(work) else Coupling.Result.SUCCESS).value
        sides = work.written | work.refused or {work.origin.other}
        row: Row = {}
        if Side.CRM in sides:
            row["last_synch_crm_result"] = result
            row["last_synch_crm_job_id"] = self._tally.job_towards(Side.CRM)
        if Side.ERP in sides:
            row["last_synch_result"] = result
            row["last_synch_job_id"] = self._tally.job_towards(Side.ERP)
        return row

    def _history(self, works: Sequence[Work]) -> None:
        written = [
            self._change(work, side)
            for work in works
            for side in sorted(work.written)
            if work.erp and work.crm
        ]
        insert_many(SynchJobChange, HISTORY, written)

    def _change(self, work: Work, side: Side) -> tuple[Any, ...]:
        assert work.erp is not None and work.crm is not None  # noqa: S101 (narrows the types)
        is_insert = work.inserts(side)
        kind = SynchJobChange.Kind.INSERTED if is_insert else SynchJobChange.Kind.MODIFIED
        fields = {} if is_insert else _changed_fields(work, side)
        job = self._tally.job_towards(side)
        return (
            new_id(),
            job,
            work.erp.id,
            work.crm.id,
            side.value,
            kind.value,
            work.label,
            fields,
            self._now,
        )


def _derived_base(work: Work) -> Mapping[str, Any]:
    """What the derived columns were the last time."""
    base = work.coupling.erp_base if work.coupling else {}
    return {key: value for key, value in base.items() if key.startswith("=")}


def _has_become_coupled(work: Work) -> bool:
    """Whether the record was inserted now, or a creation that an earlier run began is complete now."""
    if work.plan.action in INSERTS:
        return bool(work.written)
    is_begun = work.coupling is not None and work.coupling.state == Coupling.State.CREATING
    return is_begun and not _has_failed(work)


def _still_pending(work: Work, unwritten: Collection[str]) -> Row:
    """Nobody knows whether what got no answer arrived."""
    pending = work.coupling.pending if work.coupling else {}
    return {key: list(values) for key, values in pending.items() if key in unwritten}


def _has_failed(work: Work) -> bool:
    return bool(work.problems or work.plan.conflicts)


def _changed_fields(work: Work, side: Side) -> Mapping[str, list[Any]]:
    return {
        write.name: [canonical(write.old), canonical(write.new)]
        for write in work.effect.writes
        if write.side is side
    }
