"""Puts recurring jobs on hold; a run that is going on ends by itself."""

from crm_integration.job_queue.entries.chores import ALWAYS_THERE
from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status


def hold_entry(entry: JobQueueEntry) -> None:
    """Until somebody resumes it."""
    JobQueueEntry.objects.filter(pk=entry.pk).update(status=Status.ON_HOLD, next_run_at=None)


def hold_all() -> None:
    """All entries that need the connection: it was switched off."""
    JobQueueEntry.objects.exclude(code__in=ALWAYS_THERE).update(status=Status.ON_HOLD, next_run_at=None)
