"""Takes recurring jobs off hold, or out of their error."""

from datetime import datetime

from django.db.models import Q

from crm_integration.job_queue.entries.chores import ALWAYS_THERE
from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status
# Asleep, stopped, or waiting for another attempt; what is ready in its turn stays there.
RESUMABLE = Q(status__in=[Status.ON_HOLD, Status.ERROR, Status.ASLEEP]) | Q(
    status=Status.READY, attempts__gt=0
)


def resume_entry(entry: JobQueueEntry, *, now: datetime) -> None:
    """It is due at once, with all its attempts before it."""
    _resume(now, Q(pk=entry.pk))


def resume_all(*, now: datetime) -> None:
    """All entries that need the connection: it was switched on."""
    _resume(now, ~Q(code__in=ALWAYS_THERE))


def _resume(now: datetime, which: Q) -> None:
    entries = JobQueueEntry.objects.filter(RESUMABLE, which)
    entries.update(status=Status.READY, next_run_at=now, attempts=0)
