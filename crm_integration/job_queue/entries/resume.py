"""Takes recurring jobs off hold, or out of their error."""

from datetime import datetime

from django.db.models import Q

from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status
# Asleep, stopped, or waiting for another attempt; what is ready in its turn stays there.
RESUMABLE = Q(status__in=[Status.ON_HOLD, Status.ERROR, Status.ASLEEP]) | Q(
    status=Status.READY, attempts__gt=0
)


def resume_entry(entry: JobQueueEntry, *, now: datetime) -> None:
    """It is due at once, with all its attempts before it."""
    _resume(now, pk=entry.pk)


def resume_all(*, now: datetime) -> None:
    """All entries of mappings: the connection was switched on."""
    _resume(now, mapping__isnull=False)


def _resume(now: datetime, **which: object) -> None:
    entries = JobQueueEntry.objects.filter(RESUMABLE, **which)
    entries.update(status=Status.READY, next_run_at=now, attempts=0)
