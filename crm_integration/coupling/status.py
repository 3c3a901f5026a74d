"""How records of an ERP table stand with the CRM, for lists and cards, in a constant number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_integration.models import Coupling, SynchProblem

COUPLED, NOT_COUPLED, CONFLICT, FAILED = "coupled", "not_coupled", "conflict", "failed"
SKIPPED, DELETED, DRIFTED = "skipped", "deleted", "drifted"
CURES = SynchProblem.Cure


@dataclass(frozen=True)
class CouplingStatus:
    """``state``: coupled, not_coupled, conflict, failed, skipped, deleted or drifted."""

    state: str
    coupling: Coupling | None = None
    problems: Sequence[SynchProblem] = ()

    @property
    def last_synch_at(self) -> datetime | None:
        return self.coupling.last_synch_at if self.coupling else None


def statuses(erp_table: str, erp_ids: Collection[UUID]) -> dict[UUID, CouplingStatus]:
    """Returns the status of each record, by id."""
    couplings = {row.erp_id: row for row in Coupling.objects.filter(erp_table=erp_table, erp_id__in=erp_ids)}
    problems: dict[UUID, list[SynchProblem]] = {}
    for problem in SynchProblem.objects.filter(mapping__erp_table=erp_table, erp_id__in=erp_ids):
        if problem.erp_id is not None:
            problems.setdefault(problem.erp_id, []).append(problem)
    return {id: _status(couplings.get(id), problems.get(id, [])) for id in erp_ids}


def _status(coupling: Coupling | None, problems: Sequence[SynchProblem]) -> CouplingStatus:
    return CouplingStatus(_state(coupling, problems), coupling, problems)


def _state(coupling: Coupling | None, problems: Sequence[SynchProblem]) -> str:
    cures = {problem.cure for problem in problems} - {CURES.OWED.value}
    if any(problem.is_skipped for problem in problems):
        return SKIPPED
    for state, names in STATE_OF_CURES.items():
        if cures & names:
            return state
    if cures:
        return FAILED
    if coupling is None or coupling.state == Coupling.State.CREATING:
        return NOT_COUPLED
    return DRIFTED if coupling.drifted else COUPLED


STATE_OF_CURES: Mapping[str, set[str]] = {
    DELETED: {CURES.DELETED.value},
    CONFLICT: {CURES.CONFLICT.value},
}
