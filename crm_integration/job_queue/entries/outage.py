"""Recurring jobs that gave up because the CRM was away run again when there is a sign of it."""

from datetime import datetime

from django.db.models import Q

from crm_integration.models import Job, JobQueueEntry

Status = JobQueueEntry.Status
# The code with which a job waits for the CRM, and is given up at last.
CRM_IS_AWAY = "crm_transient"
GAVE_UP_WAITING = Q(
    status__in=[Status.READY, Status.ERROR],
    attempts__gt=0,
    last_job__status=Job.Status.FAILED,
    last_job__message_code=CRM_IS_AWAY,
)


def wake_after_outage(*, now: datetime) -> int:
    """To be called when a run succeeded; returns how many entries are due at once, as if none had failed."""
    return JobQueueEntry.objects.filter(GAVE_UP_WAITING).update(
        status=Status.READY, next_run_at=now, attempts=0
    )
