"""Stops a job at somebody's wish."""

from datetime import datetime
from uuid import UUID

from crm_integration.models import Job


def cancel(job_id: UUID, *, now: datetime) -> None:
    """A job that waits is canceled at once, one that runs stops at its next batch; one that ended stays."""
    waits = Job.objects.filter(pk=job_id, status=Job.Status.READY)
    if not waits.update(status=Job.Status.CANCELED, finished_at=now):
        Job.objects.filter(pk=job_id, status=Job.Status.RUNNING).update(cancel_requested=True)
