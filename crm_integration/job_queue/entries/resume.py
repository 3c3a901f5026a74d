"""Takes a recurring job off hold, or out of its error."""

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
    entries = JobQueueEntry.objects.filter(RESUMABLE, pk=entry.pk)
    entries.update(status=Status.READY, next_run_at=now, attempts=0, is_held_by_switch=False)
