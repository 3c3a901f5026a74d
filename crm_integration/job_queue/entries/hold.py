"""Puts a recurring job on hold; a run that is going on ends by itself."""

from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status


def hold_entry(entry: JobQueueEntry) -> None:
    """Until somebody resumes it."""
    held = {"status": Status.ON_HOLD, "next_run_at": None, "is_held_by_switch": False}
    JobQueueEntry.objects.filter(pk=entry.pk).update(**held)
