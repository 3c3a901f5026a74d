"""Which jobs could run now."""

from datetime import datetime

from django.db.models import Q, QuerySet

from crm_integration.job_queue.exclusion import is_blocked
from crm_integration.models import Job


def ready_jobs(now: datetime, limit: int) -> list[Job]:
    """In the order in which they should run."""
    return list(runnable(now)[:limit])


def runnable(now: datetime) -> QuerySet[Job]:
    """Ready jobs whose time has come and that need not wait for another one of their exclusive key."""
    is_its_time = Q(not_before=None) | Q(not_before__lte=now)
    return Job.objects.filter(is_its_time, ~is_blocked(), status=Job.Status.READY)
