"""Stops a job at somebody's wish."""

from datetime import datetime
from uuid import UUID

from crm_integration.models import Job


def cancel(job_id: UUID, *, now: datetime) -> bool:
    """Returns whether there was anything to stop.

    A job that waits is canceled at once, one that runs stops at its next batch; one that ended stays.
    """
    waits = Job.objects.filter(pk=job_id, status=Job.Status.READY)
    if waits.update(status=Job.Status.CANCELED, finished_at=now):
        return True
    runs = Job.objects.filter(pk=job_id, status=Job.Status.RUNNING)
    return bool(runs.update(cancel_requested=True))
