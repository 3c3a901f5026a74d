"""Gives a job to one worker."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from crm_integration.job_queue.exclusion import is_blocked
from crm_integration.job_queue.lease import Lease, lease_end
from crm_integration.models import Job


def claim(*, job_id: UUID, owner: str, now: datetime) -> Lease | None:
    """Returns the lease, or None when the job is not to be had now.

    That is: it runs, it ended, its time has not come, or it must wait for another job of its exclusive
    key. Then it stays as it is.
    """
    try:
        with transaction.atomic():
            return _claim(job_id, owner, now)
    except IntegrityError:
        return None


def _claim(job_id: UUID, owner: str, now: datetime) -> Lease | None:
    is_its_time = Q(not_before=None) | Q(not_before__lte=now)
    is_free = Q(status=Job.Status.READY) & is_its_time | Q(status=Job.Status.RUNNING, lease_until__lt=now)
    claimed = Job.objects.filter(is_free, ~is_blocked(), pk=job_id).update(
        status=Job.Status.RUNNING,
        lease_owner=owner,
        lease_until=lease_end(now),
        fence=F("fence") + 1,
        started_at=Coalesce("started_at", now),
    )
    if not claimed:
        return None
    fence, kind, arguments = Job.objects.values_list("fence", "kind", "arguments").get(pk=job_id)
    return Lease(job_id=job_id, owner=owner, fence=fence, kind=kind, arguments=arguments)
