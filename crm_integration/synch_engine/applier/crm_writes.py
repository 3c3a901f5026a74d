"""Writes the CRM's side of planned pairs: a create if the id is free, an update of the version that was read.

A pair that turns out to be otherwise is read and planned again, a bounded number of times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from crm_integration.dataverse.errors import Cure as CrmCure
from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.operations import Create, Operation, OperationResult, Update
from crm_integration.job_queue import Lease, check, hold
from crm_integration.models import Coupling
from crm_integration.synch_engine.applier.coupling_rows import (
    COUPLED_ERP_RECORD,
    Row,
    insert_couplings,
    new_row,
    update_couplings,
)
from crm_integration.synch_engine.applier.pending import pending_of
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import CHANGED_SINCE_SHOWN, Action, CouplingState, Pair, RecordState
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows, state_of_row
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.synch_engine.reader.same_numbers import taken_numbers
from crm_integration.table_mapping.declaration import crm_column_of, erp_field_of
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Cure, Problem

ROUNDS = 3
PLAN_AGAIN = (CrmCure.CONCURRENCY, CrmCure.DUPLICATE, CrmCure.NOT_FOUND)
STOP = (CrmCure.AUTHENTICATION, CrmCure.PRIVILEGE, CrmCure.CONFIGURATION)


class CrmWrites:
    """``stopped_by`` keeps an error that concerns the whole run; what was done until then is in the works.

    ``as_shown``: a person saw the plans; a pair that changed since is refused instead of planned again.
    """

    def __init__(
        self, context: MappingContext, planning: Planning, lease: Lease, *, as_shown: bool = False
    ) -> None:
        self._context, self._planning, self._lease = context, planning, lease
        self._as_shown = as_shown
        self.stopped_by: DataverseError | None = None

    def write(self, works: Sequence[Work]) -> None:
        try:
            for _ in range(ROUNDS):
                due = [work for work in works if work.has_writes_for(Side.CRM)]
                self._announce_creations([work for work in due if work.plan.action is Action.INSERT_IN_CRM])
                due = [work for work in due if not work.is_taken]
                self._announce_updates([work for work in due if work.plan.action is Action.MODIFY])
                self._plan_again(self._send(due))
                self._complete([work for work in due if Side.CRM in work.written])
        except DataverseError as error:
            self.stopped_by = error
            return
        for work in works:
            if work.has_writes_for(Side.CRM):
                work.refuse(Side.CRM, Problem("changed_meanwhile", Cure.TRANSIENT))

    def _send(self, works: Sequence[Work]) -> list[Work]:
        """Returns what turned out to be otherwise than it was planned from."""
        otherwise: list[Work] = []
        size = self._context.client.batch_size
        for start in range(0, len(works), size):
            chunk = works[start : start + size]
            hold(self._lease, now=timezone.now())  # a slow CRM is no dead worker
            results = self._execute([self._operation(work) for work in chunk])
            settled = [self._is_settled(*pair) for pair in zip(chunk, results, strict=True)]
            otherwise += [work for work, is_settled in zip(chunk, settled, strict=True) if not is_settled]
            error = results[-1].error
            if error is not None and all(_is_transient(result) for result in results):
                # The CRM is away: to ask for each of the rest would only take long.
                for work in works[start + size :]:
                    work.refuse(Side.CRM, problem_of(error))
                break
        return otherwise

    def _execute(self, operations: Sequence[Operation]) -> list[OperationResult]:
        if self._context.mapping.reopening is None:
            return self._context.client.execute(operations)
        return [self._reopened(operation, *self._context.mapping.reopening) for operation in operations]

    def _reopened(
        self, operation: Operation, before: Mapping[str, int], after: Mapping[str, int]
    ) -> OperationResult:
        """All three or none, so that nobody finds the record open."""
        if not isinstance(operation, Update):
            return self._context.client.execute([operation])[0]
        steps = (
            replace(operation, values=before, select=()),
            replace(operation, version=None, select=()),
            replace(operation, values=after, version=None),
        )
        try:
            return self._context.client.execute_atomically(steps)[-1]
        except DataverseError as error:
            return OperationResult(operation, error=error)

    def _announce_creations(self, works: Sequence[Work]) -> None:
        """Stores the ids that the new rows will have, before they are sent."""
        new = {uuid4(): work for work in works if work.coupling is None or work.plan.restores}
        if not new:
            return
        with transaction.atomic():
            check(self._lease)
            replaced = [work.coupling.id for work in new.values() if work.coupling is not None]
            Coupling.objects.filter(id__in=replaced).delete()
            rows = {crm_id: self._creating(crm_id, work) for crm_id, work in new.items()}
            insert_couplings(rows.values(), conflict=COUPLED_ERP_RECORD)
            kept = dict(Coupling.objects.filter(crm_id__in=new).values_list("crm_id", "id"))
        for crm_id, work in new.items():
            if crm_id in kept:
                work.coupling = self._state(kept[crm_id], crm_id, work, rows[crm_id]["pending"])
            else:
                work.is_taken = True

    def _announce_updates(self, works: Sequence[Work]) -> None:
        """Stores what is about to be sent, so that it is known as our own whatever happens then."""
        if not works:
            return
        with transaction.atomic():
            check(self._lease)
            rows = {work.coupling.id: {"pending": _pending(work)} for work in works if work.coupling}
            update_couplings(rows)
        for work in works:
            if work.coupling:
                work.coupling = replace(work.coupling, pending=rows[work.coupling.id]["pending"])

    def _creating(self, crm_id: UUID, work: Work) -> Row:
        assert work.erp is not None  # noqa: S101 (narrows the type)
        row = new_row(self._context, erp_id=work.erp.id, crm_id=crm_id, state=Coupling.State.CREATING)
        return row | {"pending": pending_of(work)}

    def _state(
        self, coupling_id: UUID, crm_id: UUID, work: Work, pending: Mapping[str, Any]
    ) -> CouplingState:
        assert work.erp is not None  # noqa: S101 (narrows the type)
        return CouplingState(
            id=coupling_id,
            state=Coupling.State.CREATING.value,
            erp_id=work.erp.id,
            crm_id=crm_id,
            erp_base={},
            crm_base={},
            erp_version=None,
            crm_version=None,
            pending=pending,
        )

    def _operation(self, work: Work) -> Operation:
        values = work.plan.values_for(Side.CRM)
        columns = self._context.crm_columns
        if work.plan.action is Action.INSERT_IN_CRM:
            assert work.coupling is not None  # noqa: S101 (narrows the type)
            return Create(self._context.entity_set, work.coupling.crm_id, values, columns)
        assert work.crm is not None  # noqa: S101 (narrows the type)
        return Update(self._context.entity_set, work.crm.id, values, work.crm.version, columns)

    def _complete(self, works: Sequence[Work]) -> None:
        """A new record takes its state in a write of its own, which the next round sends."""
        if not self._context.mapping.state_row:
            return
        new = [work for work in works if work.plan.action is Action.INSERT_IN_CRM]
        pairs = [replace(work.pair, coupling=work.coupling, erp=work.erp, crm=work.crm) for work in new]
        for work, plan in zip(new, self._planning.plan(pairs), strict=True):
            if plan.values_for(Side.CRM) or plan.problems:
                work.landed = work.plan
                work.adopt(plan)
                work.written.discard(Side.CRM)

    def _is_settled(self, work: Work, result: OperationResult) -> bool:
        error = result.error
        if error is None:
            assert result.row is not None  # noqa: S101 (every operation asks for its row)
            work.crm = state_of_row(self._context, result.row)
            work.written.add(Side.CRM)
            return True
        if error.cure in PLAN_AGAIN:
            return False
        if error.cure in STOP:
            self.stopped_by = error
        work.refuse(Side.CRM, problem_of(error))
        return True

    def _plan_again(self, works: Sequence[Work]) -> None:
        if not works:
            return
        if self._as_shown:
            for work in works:
                work.refuse(Side.CRM, CHANGED_SINCE_SHOWN)
                work.refused.add(Side.ERP)
            return
        rows = read_crm_rows(self._context, [work.coupling.crm_id for work in works if work.coupling])
        self._refuse_taken_numbers(
            [work for work in works if work.coupling and work.coupling.crm_id not in rows]
        )
        works = [work for work in works if Side.CRM not in work.refused]
        plans = self._planning.plan([_pair_now(work, rows) for work in works])
        for work, plan in zip(works, plans, strict=True):
            before = work.plan
            work.adopt(plan)
            if plan.pair.crm and not (plan.problems or plan.conflicts or plan.values_for(Side.CRM)):
                # It holds what it was to be given: the write arrived, only its answer was lost.
                work.landed = before
                work.written.add(Side.CRM)

    def _refuse_taken_numbers(self, works: Sequence[Work]) -> None:
        """A CRM that calls a new record a duplicate, and does not have it, may have its number elsewhere."""
        key = self._context.mapping.number_row
        column = crm_column_of(key)
        new = [work for work in works if work.plan.action is Action.INSERT_IN_CRM]
        numbers = {work: str(work.plan.values_for(Side.CRM).get(column, "")) for work in new if key}
        taken = taken_numbers(self._context, set(numbers.values()) - {""}) if numbers else set()
        for work, number in numbers.items():
            if number in taken:
                params = {"number": number}
                work.refuse(
                    Side.CRM, Problem("number_taken_in_crm", Cure.REJECTED, params, erp_field_of(key))
                )


def _pending(work: Work) -> dict[str, Any]:
    """Of a record that is still coming into being, all that was sent to it counts."""
    is_new = work.coupling is not None and work.coupling.state == Coupling.State.CREATING
    earlier = dict(work.coupling.pending) if work.coupling and is_new else {}
    return earlier | pending_of(work)


def _pair_now(work: Work, rows: Mapping[UUID, RecordState]) -> Pair:
    assert work.coupling is not None  # noqa: S101 (a write to the CRM has a coupling)
    row = rows.get(work.coupling.crm_id)
    return replace(work.pair, coupling=work.coupling, erp=work.erp, crm=row, crm_deleted=row is None)


def _is_transient(result: OperationResult) -> bool:
    return result.error is not None and result.error.cure is CrmCure.TRANSIENT


def problem_of(error: DataverseError) -> Problem:
    """Says what the CRM refused, in our words and in its own."""
    cures = {
        CrmCure.TRANSIENT: Cure.TRANSIENT,
        CrmCure.AUTHENTICATION: Cure.AUTHENTICATION,
        CrmCure.PRIVILEGE: Cure.PRIVILEGE,
        CrmCure.CONFIGURATION: Cure.CONFIGURATION,
    }
    cure = cures.get(error.cure, Cure.REJECTED)
    return Problem(f"crm_{cure.value}", cure, {"code": error.code, "message": error.message[:500]})
