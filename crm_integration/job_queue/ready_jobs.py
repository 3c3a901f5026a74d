"""Which jobs could run now."""

from datetime import datetime

from django.db.models import Q

from crm_integration.models import Job


def ready_jobs(now: datetime, limit: int) -> list[Job]:
    """In the order in which they should run. Jobs that must wait for a begun one are left out."""
    begun = Job.objects.filter(
        Q(status=Job.Status.RUNNING) | Q(status=Job.Status.READY, started_at__isnull=False)
    ).exclude(exclusive_key="")
    is_its_time = Q(not_before=None) | Q(not_before__lte=now)
    is_not_blocked = Q(started_at__isnull=False) | ~Q(exclusive_key__in=begun.values("exclusive_key"))
    return list(Job.objects.filter(is_its_time, is_not_blocked, status=Job.Status.READY)[:limit])
