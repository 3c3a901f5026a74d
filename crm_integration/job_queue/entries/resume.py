"""Takes recurring jobs off hold, or out of their error."""

from datetime import datetime

from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status
RESUMABLE = [Status.ON_HOLD, Status.ERROR, Status.ASLEEP]


def resume_entry(entry: JobQueueEntry, *, now: datetime) -> None:
    """It is due at once, with all its attempts before it."""
    _resume(now, pk=entry.pk)


def resume_all(*, now: datetime) -> None:
    """All entries of mappings: the connection was switched on."""
    _resume(now, mapping__isnull=False)


def _resume(now: datetime, **which: object) -> None:
    entries = JobQueueEntry.objects.filter(status__in=RESUMABLE, **which)
    entries.update(status=Status.READY, next_run_at=now, attempts=0)
