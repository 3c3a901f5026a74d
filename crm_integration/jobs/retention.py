"""What is older than a month is removed, unless something still points at it."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_q.models import Task

from crm_integration.job_queue import Deadline, Finished, Lease, Outcome, hold
from crm_integration.models import (
    Coupling,
    FullSynchReviewLine,
    Job,
    JobQueueEntry,
    SynchJob,
    SynchProblem,
    WorkerHeartbeat,
)

KEPT = timedelta(days=30)
AT_ONCE = 500


def remove_old(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the daily chore."""
    before = timezone.now() - KEPT
    for rows in (old_synch_jobs(before), old_jobs(before)):
        while _remove_some(rows):
            hold(lease, now=timezone.now())
    Task.objects.filter(stopped__lt=before).delete()
    WorkerHeartbeat.objects.filter(beat_at__lt=before).delete()
    return Finished()


def old_synch_jobs(before: datetime) -> QuerySet[SynchJob]:
    """Those that a coupling, a problem or the review shows as its last are kept."""
    return SynchJob.objects.filter(
        ~Exists(Coupling.objects.filter(last_synch_job=OuterRef("pk"))),
        ~Exists(Coupling.objects.filter(last_synch_crm_job=OuterRef("pk"))),
        ~Exists(SynchProblem.objects.filter(job=OuterRef("pk"))),
        ~Exists(FullSynchReviewLine.objects.filter(to_integration_job=OuterRef("pk"))),
        ~Exists(FullSynchReviewLine.objects.filter(from_integration_job=OuterRef("pk"))),
        finished_at__lt=before,
    )


def old_jobs(before: datetime) -> QuerySet[Job]:
    """Those that an entry, the review or a synchronization job shows are kept."""
    return Job.objects.filter(
        ~Exists(JobQueueEntry.objects.filter(last_job=OuterRef("pk"))),
        ~Exists(FullSynchReviewLine.objects.filter(job=OuterRef("pk"))),
        ~Exists(SynchJob.objects.filter(job=OuterRef("pk"))),
        finished_at__lt=before,
    )


def _remove_some(rows: QuerySet[Any]) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)
