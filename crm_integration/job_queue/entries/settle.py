"""Brings recurring jobs whose run ended back to ready, to sleep or into error."""

from datetime import datetime

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from crm_integration.job_queue.entries.next_run import Run, next_run
from crm_integration.models import Job, JobQueueEntry, SynchJob

WORK = ("inserted", "modified", "deleted", "failed", "coupled", "uncoupled")


def settle_entries(now: datetime) -> int:
    """Returns how many. To be called when a job ends, and by every tick for those that were missed."""
    has_ended = Q(last_job=None) | Q(last_job__finished_at__isnull=False)
    ended = JobQueueEntry.objects.filter(has_ended, status=JobQueueEntry.Status.IN_PROCESS)
    return sum(_settle(entry, now) for entry in ended.select_related("last_job"))


def _settle(entry: JobQueueEntry, now: datetime) -> int:
    outcome = next_run(entry, _run(entry.last_job), now)
    unsettled = JobQueueEntry.objects.filter(
        pk=entry.pk, status=entry.status, last_job=entry.last_job_id, next_run_at=entry.next_run_at
    )
    return unsettled.update(status=outcome.status, next_run_at=outcome.next_run_at, attempts=outcome.attempts)


def _run(job: Job | None) -> Run:
    if job is None:
        return Run(has_failed=False, found_work=True)
    total = sum((Coalesce(Sum(name), 0) for name in WORK[1:]), Coalesce(Sum(WORK[0]), 0))
    found = SynchJob.objects.filter(job=job).aggregate(total=total)["total"]
    return Run(has_failed=job.status == Job.Status.FAILED, found_work=bool(found))
