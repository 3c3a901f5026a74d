"""Writes the CRM's side of planned pairs: a create if the id is free, an update of the version that was read.

A pair that turns out to be otherwise is read and planned again, a bounded number of times.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction

from crm_integration.dataverse.errors import Cure as CrmCure
from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.operations import Create, Operation, OperationResult, Update
from crm_integration.job_queue import Lease, check
from crm_integration.models import Coupling
from crm_integration.synch_engine.applier.coupling_rows import (
    COUPLED_ERP_RECORD,
    Row,
    insert_couplings,
    new_row,
)
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Action, CouplingState
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows, state_of_row
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.problem import Cure, Problem

ROUNDS = 3
PLAN_AGAIN = (CrmCure.CONCURRENCY, CrmCure.DUPLICATE, CrmCure.NOT_FOUND)
STOP = (CrmCure.AUTHENTICATION, CrmCure.PRIVILEGE, CrmCure.CONFIGURATION)


class CrmWrites:
    """Raises DataverseError only for what stops the whole run; ``stopped_by`` keeps one met in a result."""

    def __init__(self, context: MappingContext, planning: Planning, lease: Lease) -> None:
        self._context, self._planning, self._lease = context, planning, lease
        self.stopped_by: DataverseError | None = None

    def write(self, works: Sequence[Work]) -> None:
        for _ in range(ROUNDS):
            due = [work for work in works if work.has_writes_for(Side.CRM)]
            if not due:
                return
            self._announce_creations([work for work in due if work.plan.action is Action.INSERT_IN_CRM])
            due = [work for work in due if not work.is_taken]
            results = self._context.client.execute([self._operation(work) for work in due])
            self._plan_again(
                [
                    (work, result.error)
                    for work, result in zip(due, results, strict=True)
                    if not self._is_settled(work, result) and result.error is not None
                ]
            )
        for work in works:
            if work.has_writes_for(Side.CRM):
                work.refuse(Side.CRM, Problem("changed_meanwhile", Cure.TRANSIENT))

    def _announce_creations(self, works: Sequence[Work]) -> None:
        """Stores the ids that the new rows will have, before they are sent."""
        new = {uuid4(): work for work in works if work.coupling is None or work.plan.restores}
        if not new:
            return
        with transaction.atomic():
            check(self._lease)
            replaced = [work.coupling.id for work in new.values() if work.coupling is not None]
            Coupling.objects.filter(id__in=replaced).delete()
            insert_couplings(
                [self._creating(crm_id, work) for crm_id, work in new.items()], conflict=COUPLED_ERP_RECORD
            )
            kept = dict(Coupling.objects.filter(crm_id__in=new).values_list("crm_id", "id"))
        for crm_id, work in new.items():
            if crm_id in kept:
                work.coupling = self._state(kept[crm_id], crm_id, work)
            else:
                work.is_taken = True

    def _creating(self, crm_id: UUID, work: Work) -> Row:
        assert work.erp is not None  # noqa: S101 (narrows the type)
        return new_row(self._context, erp_id=work.erp.id, crm_id=crm_id, state=Coupling.State.CREATING)

    def _state(self, coupling_id: UUID, crm_id: UUID, work: Work) -> CouplingState:
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
        )

    def _operation(self, work: Work) -> Operation:
        values = work.plan.values_for(Side.CRM)
        columns = self._context.crm_columns
        if work.plan.action is Action.INSERT_IN_CRM:
            assert work.coupling is not None  # noqa: S101 (narrows the type)
            return Create(self._context.entity_set, work.coupling.crm_id, values, columns)
        assert work.crm is not None  # noqa: S101 (narrows the type)
        return Update(self._context.entity_set, work.crm.id, values, work.crm.version, columns)

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

    def _plan_again(self, works: Sequence[tuple[Work, DataverseError]]) -> None:
        if not works:
            return
        rows = read_crm_rows(self._context, [work.coupling.crm_id for work, _ in works if work.coupling])
        pairs = []
        for work, _ in works:
            assert work.coupling is not None  # noqa: S101 (a write to the CRM has a coupling)
            row = rows.get(work.coupling.crm_id)
            pairs.append(
                replace(work.pair, coupling=work.coupling, erp=work.erp, crm=row, crm_deleted=row is None)
            )
        for (work, _), plan in zip(works, self._planning.plan(pairs), strict=True):
            work.adopt(plan)


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
