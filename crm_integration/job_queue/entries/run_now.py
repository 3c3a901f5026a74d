"""Runs a recurring job out of turn."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from crm_integration.job_queue.enqueue import enqueue
from crm_integration.job_queue.entries.chores import KINDS
from crm_integration.models import Job, JobQueueEntry

Status = JobQueueEntry.Status
PRIORITY_OF_PEOPLE = 10


def run_now(entry: JobQueueEntry, *, now: datetime, requested_by: User | None = None) -> Job:
    """Returns the job. An entry on hold or in error runs this once and keeps its status.

    When a run is going on, the job follows it.
    """
    with transaction.atomic():
        job = enqueue_entry(entry, priority=PRIORITY_OF_PEOPLE, requested_by=requested_by)
        waits = JobQueueEntry.objects.filter(pk=entry.pk, status__in=[Status.READY, Status.ASLEEP])
        waits.update(status=Status.IN_PROCESS, next_run_at=None)
        JobQueueEntry.objects.filter(pk=entry.pk).update(last_job=job, last_run_at=now)
    return job


def enqueue_entry(entry: JobQueueEntry, *, priority: int = 50, requested_by: User | None = None) -> Job:
    """Asks for one run of the entry; one that waits already is taken."""
    if entry.mapping_id is None:
        kind = KINDS[entry.code]
        return enqueue(kind=kind, unique_key=kind, exclusive_key=kind, priority=90, requested_by=requested_by)
    return enqueue(
        kind="synchronize",
        arguments={"mapping": entry.mapping_id, "scope": "modified"},
        unique_key=f"synchronize:{entry.mapping_id}",
        exclusive_key=f"mapping:{entry.mapping_id}",
        priority=priority,
        requested_by=requested_by,
    )
