"""Takes jobs back from workers that are no more."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F

from crm_integration.models import Job

NOBODY: dict[str, Any] = {"lease_owner": "", "lease_until": None}


def reap(now: datetime) -> int:
    """Jobs whose lease expired are ready again; returns how many.

    A job that was lost too often without any progress is ended: it probably takes its worker with it.
    """
    expired = Job.objects.filter(status=Job.Status.RUNNING, lease_until__lt=now)
    expired.filter(attempts__gte=settings.JOB_MAXIMUM_ATTEMPTS).update(
        status=Job.Status.FAILED,
        finished_at=now,
        lease_owner="",
        lease_until=None,
        message_code="worker_lost",
    )
    expired.filter(cancel_requested=True).update(
        status=Job.Status.CANCELED, finished_at=now, lease_owner="", lease_until=None
    )
    return expired.update(
        status=Job.Status.READY,
        attempts=F("attempts") + 1,
        lease_owner="",
        lease_until=None,
        dispatched_at=None,
    )


def free_leases_of(*owners: str) -> int:
    """Jobs that the named dead processes held are ready again, at once; returns how many."""
    if not owners:
        return 0
    held = Job.objects.filter(lease_owner__in=owners, status=Job.Status.RUNNING)
    return held.update(status=Job.Status.READY, dispatched_at=None, **NOBODY)
