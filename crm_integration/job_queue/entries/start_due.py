"""Asks for the runs of the recurring jobs whose time has come."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from crm_integration.job_queue.entries.run_now import enqueue_entry
from crm_integration.models import FullSynchReviewLine, IntegrationTableMapping, Job, JobQueueEntry

Status = JobQueueEntry.Status
Line = FullSynchReviewLine.Status


def start_due(now: datetime) -> list[Job]:
    """Returns the jobs in the order in which they should run. Of several callers one starts an entry.

    While a full synchronization goes on, what it has not reached yet waits for it: records that others
    depend on are not there before.
    """
    is_wanted = Q(mapping=None) | Q(mapping__in=IntegrationTableMapping.objects.on())
    due = JobQueueEntry.objects.filter(
        is_wanted, status__in=[Status.READY, Status.ASLEEP], next_run_at__lte=now
    ).exclude(mapping__in=_awaiting_their_turn())
    jobs = (_start(entry, now) for entry in due)
    return [job for job in jobs if job is not None]


def _awaiting_their_turn() -> list[str]:
    lines = FullSynchReviewLine.objects.filter(run_id__isnull=False)
    if not lines.filter(status__in=[Line.READY, Line.IN_PROCESS]).exists():
        return []
    return list(lines.filter(status=Line.BLANK).values_list("mapping", flat=True))


def _start(entry: JobQueueEntry, now: datetime) -> Job | None:
    with transaction.atomic():
        mine = JobQueueEntry.objects.filter(
            pk=entry.pk, status=entry.status, next_run_at=entry.next_run_at
        ).update(status=Status.IN_PROCESS, next_run_at=None, last_run_at=now)
        if not mine:
            return None
        job = enqueue_entry(entry)
        JobQueueEntry.objects.filter(pk=entry.pk).update(last_job=job)
    return job
