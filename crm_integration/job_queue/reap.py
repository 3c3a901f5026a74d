"""Takes jobs back from workers that are no more."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from crm_integration.models import Job

NOBODY: dict[str, Any] = {"lease_owner": "", "lease_until": None}


def reap(now: datetime) -> int:
    """Jobs whose lease expired are ready again; returns how many."""
    return _take_back(Job.objects.filter(status=Job.Status.RUNNING, lease_until__lt=now), now)


def free_leases_of(*owners: str, now: datetime) -> int:
    """Jobs that the named dead processes held are ready again, at once; returns how many."""
    return _take_back(Job.objects.filter(status=Job.Status.RUNNING, lease_owner__in=owners), now)


def _take_back(lost: QuerySet[Job], now: datetime) -> int:
    """A job that was lost too often without any progress is ended: it probably takes its worker with it."""
    if not lost.exists():  # the usual case takes no lock
        return 0
    ended = {"finished_at": now, **NOBODY}
    lost.filter(cancel_requested=True).update(status=Job.Status.CANCELED, **ended)
    lost.filter(attempts__gte=settings.JOB_MAXIMUM_ATTEMPTS).update(
        status=Job.Status.FAILED, message_code="worker_lost", **ended
    )
    return lost.update(status=Job.Status.READY, attempts=F("attempts") + 1, dispatched_at=None, **NOBODY)
