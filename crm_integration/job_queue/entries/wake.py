"""Something changed on either side: the entries that it concerns run soon."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from crm_integration.job_queue.entries.outage import GAVE_UP_WAITING
from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status


def wake(codes: Collection[str], *, now: datetime) -> int:
    """Entries that would run later run after the settled delay; returns how many were moved.

    ``codes`` are names of mappings and codes of chores. An entry that is running runs once more. Entries on
    hold, in error or waiting for another attempt stay as they are, but for those that waited for the CRM:
    the change is a sign of it.
    """
    soon = now + timedelta(seconds=settings.JOB_WAKE_SECONDS)
    entries = JobQueueEntry.objects.filter(code__in=codes)
    moments = entries.values_list("next_run_at", flat=True)
    if all(moment is not None and moment <= soon for moment in moments):
        return 0  # as mostly: a long run of writes wakes them again and again
    entries = entries.filter(Q(next_run_at__gt=soon) | Q(next_run_at=None))
    may_be_woken = Q(status__in=[Status.READY, Status.ASLEEP], attempts=0) | GAVE_UP_WAITING
    return sum(
        (
            entries.filter(may_be_woken).update(status=Status.READY, next_run_at=soon),
            entries.filter(status=Status.IN_PROCESS).update(next_run_at=soon),
        )
    )
