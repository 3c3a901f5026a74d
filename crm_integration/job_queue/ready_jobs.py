"""Which jobs could run now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from crm_integration.models import Job


def ready_jobs(now: datetime, limit: int) -> list[Job]:
    """In the order in which they should run."""
    return list(runnable(now)[:limit])


def runnable(now: datetime) -> QuerySet[Job]:
    """Ready jobs whose time has come and that need not wait for a begun job of their exclusive key."""
    begun = Job.objects.filter(
        Q(status=Job.Status.RUNNING) | Q(status=Job.Status.READY, started_at__isnull=False)
    ).exclude(exclusive_key="")
    is_its_time = Q(not_before=None) | Q(not_before__lte=now)
    is_not_blocked = Q(started_at__isnull=False) | ~Q(exclusive_key__in=begun.values("exclusive_key"))
    return Job.objects.filter(is_its_time, is_not_blocked, status=Job.Status.READY)
