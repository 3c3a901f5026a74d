"""Keeps the problems of records: replaced when a record is looked at again, due when the cure came."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from crm_integration.job_queue.entries import wake
from crm_integration.job_queue.entries.chores import AUTO_CREATE_SALES_ORDERS, AUTO_PROCESS_SALES_QUOTES
from crm_integration.models import CrmDocument, IntegrationTableMapping, SynchJobError, SynchProblem
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.look_again import look_again
from crm_integration.synch_engine.plan import Action
from crm_integration.table_mapping.problem import Cure, Problem

SETTLING_TIME = timedelta(seconds=2)


def write_problems(
    context: MappingContext,
    works: Sequence[Work],
    jobs: Mapping[Work, UUID],
    *,
    run: Collection[UUID],
    now: datetime,
) -> set[Work]:
    """Replaces the problems of the records; returns the works that became skipped.

    A record is skipped when the same code on the same field came twice running and only a change of its
    data can cure it. ``run``: the synch. jobs of this run, which counts once however often it looks.
    """
    SynchJobError.objects.bulk_create(
        _passed_over(work, jobs[work], now) for work in works if work.plan.action is Action.INTEGRATION_USER
    )
    works = [work for work in works if work.plan.action is not Action.INTEGRATION_USER]
    earlier = forget_problems(context, works)
    rows = [
        _row(context, work, problem, _Past(earlier.get(work, []), run), jobs[work], now)
        for work in works
        for problem in problems_of(work)
    ]
    SynchProblem.objects.bulk_create(rows)
    SynchJobError.objects.bulk_create(_error(row) for row in rows if row.cure != Cure.OWED.value)
    skipped = {(row.erp_id, row.crm_id) for row in rows if row.is_skipped}
    return {work for work in works if (_erp_id(work), _crm_id(work)) in skipped}


def forget_problems(context: MappingContext, works: Sequence[Work]) -> dict[Work, list[SynchProblem]]:
    """Deletes the problems of the records and returns them."""
    earlier = _earlier(context, works) if works else {}
    if earlier:
        ids = [problem.pk for problems in earlier.values() for problem in problems]
        SynchProblem.objects.filter(pk__in=ids).delete()
    return earlier


def problems_of(work: Work) -> list[Problem]:
    """Everything that keeps the record, or one of its fields, from being synchronized."""
    conflicts = [
        Problem(
            "changed_on_both_sides",
            Cure.CONFLICT,
            {
                "crm_column": conflict.crm_column,
                "erp": conflict.erp,
                "crm": conflict.crm,
                "erp_base": conflict.erp_base,
                "crm_base": conflict.crm_base,
            },
            conflict.erp_field,
        )
        for conflict in work.plan.conflicts
    ]
    return [*work.problems, *conflicts, *work.plan.owed]


def _earlier(context: MappingContext, works: Sequence[Work]) -> dict[Work, list[SynchProblem]]:
    known = SynchProblem.objects.filter(mapping=context.stored)
    earlier: dict[Work, list[SynchProblem]] = {}
    if not known.exists():  # as mostly: the ids of all the works need not be asked for
        return earlier
    by_erp = {_erp_id(work): work for work in works if _erp_id(work)}
    by_crm = {_crm_id(work): work for work in works if _crm_id(work)}
    for problem in known.filter(Q(erp_id__in=list(by_erp)) | Q(crm_id__in=list(by_crm))):
        work = by_erp.get(problem.erp_id) or by_crm.get(problem.crm_id)
        if work is not None:
            earlier.setdefault(work, []).append(problem)
    return earlier


@dataclass(frozen=True)
class _Past:
    """What is known of a record's problems from before."""

    problems: Sequence[SynchProblem]
    run: Collection[UUID]

    def same(self, problem: Problem) -> list[SynchProblem]:
        return [row for row in self.problems if row.code == problem.code and row.field == problem.field]

    def times(self, problem: Problem) -> int:
        """How often it has come running, this time included."""
        return max((row.times - (row.job_id in self.run) for row in self.same(problem)), default=0) + 1


def _row(
    context: MappingContext, work: Work, problem: Problem, past: _Past, job_id: UUID, now: datetime
) -> SynchProblem:
    times = past.times(problem)
    return SynchProblem(
        mapping=context.stored,
        erp_id=_erp_id(work),
        crm_id=_crm_id(work),
        description=work.label,
        direction=work.direction.value,
        **problem.columns,
        times=times,
        is_skipped=problem.cure is Cure.REJECTED and times > 1,
        is_due=problem.cure is Cure.TRANSIENT,
        job_id=job_id,
        first_failed_at=min((row.first_failed_at for row in past.same(problem)), default=now),
        failed_at=now,
    )


def _error(row: SynchProblem) -> SynchJobError:
    return SynchJobError(
        synch_job_id=row.job_id,  # type: ignore[misc]
        erp_id=row.erp_id,
        crm_id=row.crm_id,
        description=row.description,
        cure=row.cure,
        code=row.code,
        params=row.params,
        field=row.field,
        failed_at=row.failed_at,
    )


def _passed_over(work: Work, job_id: UUID, now: datetime) -> SynchJobError:
    """A change that the setup says is not to be synchronized: no failure, but listed with its reason."""
    return SynchJobError(
        synch_job_id=job_id,  # type: ignore[misc]
        erp_id=_erp_id(work),
        crm_id=_crm_id(work),
        description=work.label,
        code="changed_by_integration_user",
        failed_at=now,
    )


def _erp_id(work: Work) -> UUID | None:
    if work.erp is not None:
        return work.erp.id
    return work.coupling.erp_id if work.coupling else None


def _crm_id(work: Work) -> UUID | None:
    if work.coupling is not None:
        return work.coupling.crm_id
    return work.crm.id if work.crm else None


def forget_uncoupled(mapping: IntegrationTableMapping, pairs: Collection[tuple[UUID, UUID]]) -> None:
    """What records could not do without a counterpart is over once they are coupled, by (ERP id, CRM id)."""
    problems = SynchProblem.objects.filter(mapping=mapping)
    problems.filter(erp_id__in=[erp_id for erp_id, _ in pairs]).delete()
    problems.filter(crm_id__in=[crm_id for _, crm_id in pairs]).delete()


def coupled_now(erp_table: str, crm_table: str, ids: Iterable[tuple[UUID, UUID]], *, now: datetime) -> None:
    """Marks what waited for these couplings, of (ERP id, CRM id), and has it looked at shortly."""
    pairs = list(ids)
    if not pairs:
        return
    _wake_documents(crm_table, [crm_id for _, crm_id in pairs], now=now)
    awaiting = SynchProblem.objects.filter(awaited_table__in=(erp_table, crm_table))
    if not awaiting.exists():
        return
    waiting = awaiting.filter(
        Q(awaited_table=erp_table, awaited_id__in=[erp_id for erp_id, _ in pairs])
        | Q(awaited_table=crm_table, awaited_id__in=[crm_id for _, crm_id in pairs])
    )
    names = set(waiting.values_list("mapping_id", flat=True))
    if names:
        waiting.update(is_due=True)
        for name in sorted(names):
            look_again(name, not_before=now + SETTLING_TIME)


def _wake_documents(crm_table: str, crm_ids: Sequence[UUID], *, now: datetime) -> None:
    """Documents of the CRM that could not be made without these couplings are tried again."""
    failed = CrmDocument.objects.exclude(code="")
    if not failed.exists():
        return
    ids = {str(id) for id in crm_ids}
    several = failed.exclude(others=[]).values_list("pk", "others")
    besides = [pk for pk, others in several if any(one["awaited_id"] in ids for one in others)]
    waiting = Q(awaited_table=crm_table, awaited_id__in=crm_ids) | Q(pk__in=besides)
    if failed.filter(waiting).update(failed_at=None):
        wake([AUTO_CREATE_SALES_ORDERS, AUTO_PROCESS_SALES_QUOTES], now=now)
