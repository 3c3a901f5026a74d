"""Writes the ERP's side of planned pairs and the books, together, in transactions of a bounded size.

One bad record never fails its neighbours: the operation names it, or the group is halved until it is alone.
"""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from crm_integration.job_queue import Lease, check
from crm_integration.models import Coupling, ErpChange
from crm_integration.synch_engine.applier.books import Books
from crm_integration.synch_engine.applier.erp_tables import ERP_WRITERS
from crm_integration.synch_engine.applier.own_records import under_creation
from crm_integration.synch_engine.applier.unit_couplings import take_over_units
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import CHANGED_SINCE_SHOWN, Action
from crm_integration.synch_engine.reader.erp_records import state_of_record
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models.record import new_id
from erp.operations.errors import RecordChanged, RecordMissing, RecordRejected

GROUP = 200


class _Refused(Exception):
    """A record of the group cannot be written; the transaction is rolled back and repeated without it."""

    def __init__(self, work: Work, problem: Problem) -> None:
        super().__init__(problem.code)
        self.work, self.problem = work, problem


class ErpWrites:
    """``as_shown``: a person saw the plans; a record that changed since is not planned again."""

    def __init__(
        self, context: MappingContext, books: Books, lease: Lease, *, as_shown: bool = False
    ) -> None:
        self._context, self._books, self._lease = context, books, lease
        self._changed = CHANGED_SINCE_SHOWN if as_shown else Problem("changed_meanwhile", Cure.TRANSIENT)
        self._writer = ERP_WRITERS[context.mapping.erp_table]

    def write(self, works: Sequence[Work]) -> None:
        for start in range(0, len(works), GROUP):
            self._write_group(list(works[start : start + GROUP]))

    def _write_group(self, works: list[Work]) -> None:
        while True:
            before = [(work.erp, set(work.written)) for work in works]
            try:
                self._in_one_transaction(works)
                return
            except (_Refused, IntegrityError) as error:
                for work, (erp, written) in zip(works, before, strict=True):
                    work.erp, work.written = erp, written
                if isinstance(error, _Refused):
                    error.work.refuse(Side.ERP, error.problem)
                    continue
                self._halve(works, error)
                return

    def _halve(self, works: list[Work], error: IntegrityError) -> None:
        if len(works) > 1:
            self._write_group(works[: len(works) // 2])
            self._write_group(works[len(works) // 2 :])
            return
        if works[0].is_taken:
            raise error
        # Somebody coupled one of the two records while this one was under way: theirs stands.
        works[0].is_taken = True
        self._write_group(works)

    def _in_one_transaction(self, works: Sequence[Work]) -> None:
        with transaction.atomic():
            check(self._lease)
            self._pass_over_uncoupled([work for work in works if work.has_writes_for(Side.ERP)])
            due = [work for work in works if work.has_writes_for(Side.ERP)]
            self._create([work for work in due if work.plan.action is Action.INSERT_IN_ERP])
            self._modify([work for work in due if work.plan.action is not Action.INSERT_IN_ERP])
            self._books.write(works)

    def _pass_over_uncoupled(self, works: Sequence[Work]) -> None:
        """A coupling that somebody deleted meanwhile is a reason to leave the record alone."""
        by_id = {work.coupling.id: work for work in works if work.coupling is not None}
        if not by_id:
            return
        rows = Coupling.objects.select_for_update().filter(id__in=by_id)
        for coupling_id in by_id.keys() - set(rows.values_list("id", flat=True)):
            by_id[coupling_id].is_taken = True

    def _create(self, works: Sequence[Work]) -> None:
        if not works:
            return
        try:
            ids = [new_id() for _ in works]
            with under_creation(ids):
                rows = [work.plan.values_for(Side.ERP) for work in works]
                records = self._writer.create(rows=rows, created_ids=ids)
        except RecordRejected as error:
            raise _Refused(works[error.index], problem_of(error)) from error
        for work, record in zip(works, records, strict=True):
            self._written(work, record)
        if self._context.mapping.takes_over_units:
            take_over_units(self._context.mapping.erp_table, works)

    def _modify(self, works: Sequence[Work]) -> None:
        if not works:
            return
        by_id = {work.erp.id: work for work in works if work.erp is not None}
        try:
            records = self._writer.modify(
                changes={id: work.plan.values_for(Side.ERP) for id, work in by_id.items()},
                expected_versions={id: work.erp.version for id, work in by_id.items() if work.erp},
            )
        except RecordRejected as error:
            raise _Refused(list(by_id.values())[error.index], problem_of(error)) from error
        except (RecordChanged, RecordMissing) as error:
            raise _Refused(by_id[error.record_id], self._changed) from error
        for record in records:
            self._written(by_id[record.id], record)
        self._forget_own_changes(works)

    def _written(self, work: Work, record: object) -> None:
        work.erp = state_of_record(self._context, record)
        work.written.add(Side.ERP)

    def _forget_own_changes(self, works: Sequence[Work]) -> None:
        """What this run wrote itself needs no look; the operation made sure that nobody wrote in between."""
        rows = self._context.field_rows
        ids = [work.erp.id for work in works if work.erp is not None and not work.side_effects(rows)]
        ErpChange.objects.filter(erp_table=self._context.mapping.erp_table, erp_id__in=ids).delete()


def problem_of(error: RecordRejected) -> Problem:
    """Says what the ERP refused."""
    params = {"table": error.table, "erp_code": error.code, **error.params}
    return Problem("erp_rejected", Cure.REJECTED, params, error.field)
