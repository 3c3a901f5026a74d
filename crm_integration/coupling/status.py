"""How records of an ERP table stand with the CRM, for lists and cards, in a constant number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm_integration.mappings.registry import OPTION_TABLES
from crm_integration.models import Coupling, OptionMapping, SynchProblem

COUPLED, NOT_COUPLED, CONFLICT, FAILED = "coupled", "not_coupled", "conflict", "failed"
SKIPPED, DELETED, DRIFTED = "skipped", "deleted", "drifted"
CURES = SynchProblem.Cure


@dataclass(frozen=True)
class CouplingStatus:
    """``state``: coupled, not_coupled, conflict, failed, skipped, deleted or drifted.

    A record of an option mapping has an ``option`` where others have a ``coupling``.
    """

    state: str
    coupling: Coupling | None = None
    option: OptionMapping | None = None
    problems: Sequence[SynchProblem] = ()

    @property
    def last_synch_at(self) -> datetime | None:
        known = self.coupling or self.option
        return known.last_synch_at if known else None

    @property
    def is_coupled(self) -> bool:
        return self.coupling is not None or self.option is not None


def statuses(erp_table: str, erp_ids: Collection[UUID]) -> dict[UUID, CouplingStatus]:
    """Returns the status of each record, by id."""
    if erp_table in OPTION_TABLES:
        return _statuses_of_options(erp_table, erp_ids)
    couplings = {row.erp_id: row for row in Coupling.objects.filter(erp_table=erp_table, erp_id__in=erp_ids)}
    problems = _problems(erp_table, erp_ids)
    return {id: _status(couplings.get(id), problems.get(id, [])) for id in erp_ids}


def _problems(erp_table: str, erp_ids: Collection[UUID]) -> dict[UUID, list[SynchProblem]]:
    problems: dict[UUID, list[SynchProblem]] = {}
    for problem in SynchProblem.objects.filter(mapping__erp_table=erp_table, erp_id__in=erp_ids):
        if problem.erp_id is not None:
            problems.setdefault(problem.erp_id, []).append(problem)
    return problems


def _statuses_of_options(erp_table: str, erp_ids: Collection[UUID]) -> dict[UUID, CouplingStatus]:
    rows = OptionMapping.objects.filter(erp_table=erp_table, erp_id__in=erp_ids)
    options, problems = {row.erp_id: row for row in rows}, _problems(erp_table, erp_ids)
    return {
        id: CouplingStatus(
            state=_state_of_problems(problems.get(id, [])) or (COUPLED if id in options else NOT_COUPLED),
            option=options.get(id),
            problems=problems.get(id, []),
        )
        for id in erp_ids
    }


def _status(coupling: Coupling | None, problems: Sequence[SynchProblem]) -> CouplingStatus:
    return CouplingStatus(_state(coupling, problems), coupling, problems=problems)


def _state(coupling: Coupling | None, problems: Sequence[SynchProblem]) -> str:
    if state := _state_of_problems(problems):
        return state
    if coupling is None or coupling.state == Coupling.State.CREATING:
        return NOT_COUPLED
    return DRIFTED if coupling.drifted else COUPLED


def _state_of_problems(problems: Sequence[SynchProblem]) -> str:
    """Blank if nothing is wrong."""
    cures = {problem.cure for problem in problems} - {CURES.OWED.value}
    if any(problem.is_skipped for problem in problems):
        return SKIPPED
    for state, names in STATE_OF_CURES.items():
        if cures & names:
            return state
    return FAILED if cures else ""


STATE_OF_CURES: Mapping[str, set[str]] = {
    DELETED: {CURES.DELETED.value},
    CONFLICT: {CURES.CONFLICT.value},
}
