"""What somebody asked for in particular is not lost because the CRM was away for some of the records."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from crm_integration.job_queue import enqueue
from crm_integration.models import Coupling, Job, SynchProblem
from crm_integration.synch_engine.applier.problem_book import SETTLING_TIME
from crm_integration.synch_engine.look_again import look_again
from crm_integration.synch_engine.plan import CHANGED_SINCE_SHOWN
from crm_integration.synch_engine.scope import Scope

TIMES: Final = 8
FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=5)


def ask_again(scope: Scope, job: Job, run: Collection[UUID], *, now: datetime) -> None:
    """Repeats a request with its choices for the records of the run that failed in passing, after a pause.

    A direction or a decision is a person's: the next run that comes by itself does not know of it, and must
    not take the record for settled. After ``TIMES`` requests it is left to those runs. A pair that changed
    since it was shown is refused, and looked at by the next run as any other.
    """
    failed = SynchProblem.objects.filter(mapping_id=scope.mapping, job_id__in=run, cure="transient")
    if failed.filter(code=CHANGED_SINCE_SHOWN.code).exists():
        look_again(scope.mapping, not_before=now + SETTLING_TIME)
    times = int(job.arguments.get("asked", 1))
    if not scope.options.overrule or times >= TIMES:
        return
    with transaction.atomic():
        again = failed.exclude(code=CHANGED_SINCE_SHOWN.code)
        ids = _couplings(scope.mapping, again)
        if ids:
            again.update(is_due=False)
            _enqueue(scope, ids, times=times, job=job, now=now)


def _couplings(mapping: str, failed: "Collection[SynchProblem]") -> tuple[UUID, ...]:
    erp_ids = [problem.erp_id for problem in failed if problem.erp_id]
    crm_ids = [problem.crm_id for problem in failed if problem.crm_id]
    found = Coupling.objects.filter(Q(erp_id__in=erp_ids) | Q(crm_id__in=crm_ids), mapping_id=mapping)
    return tuple(found.order_by("id").values_list("id", flat=True))


def _enqueue(scope: Scope, ids: tuple[UUID, ...], *, times: int, job: Job, now: datetime) -> None:
    shown = {id: versions for id, versions in scope.expected.items() if id in ids}
    again = replace(scope, kind="selected", coupling_ids=ids, erp_ids=(), crm_ids=(), expected=shown)
    enqueue(
        kind="synchronize",
        arguments=again.to_arguments() | {"asked": times + 1},
        exclusive_key=job.exclusive_key,
        priority=job.priority,
        not_before=now + min(FIRST_PAUSE * 2 ** (times - 1), LONGEST_PAUSE),
        total=len(ids),
        requested_by=job.requested_by,
    )
