"""Synchronization jobs whose job failed or was canceled from outside end with it."""

from datetime import datetime
from typing import Final

from crm_integration.models import Job, SynchJob

ENDS_AS: Final = {
    Job.Status.FAILED: SynchJob.Status.ERROR,
    Job.Status.CANCELED: SynchJob.Status.CANCELED,
}


def end_synch_jobs(now: datetime) -> None:
    """A run that ends by itself closes its own log; this is for those that could not."""
    going_on = SynchJob.objects.filter(finished_at=None, status=SynchJob.Status.IN_PROCESS)
    left = going_on.filter(job__status__in=ENDS_AS).select_related("job")
    for synch_job in left:
        if synch_job.job is not None:
            SynchJob.objects.filter(pk=synch_job.pk, finished_at=None).update(
                status=ENDS_AS[Job.Status(synch_job.job.status)],
                finished_at=now,
                message_code=synch_job.job.message_code,
                message_params=synch_job.job.message_params,
            )
