"""Whether a worker is alive: what comes through the queue says so, nothing else."""

from datetime import datetime, timedelta

from django.conf import settings

from crm_integration.jobs.process import worker_name
from crm_integration.models import WorkerHeartbeat


def record_beat(now: datetime) -> None:
    """To be called by whatever the queue made run."""
    WorkerHeartbeat.objects.update_or_create(name=worker_name(), defaults={"beat_at": now})


def is_worker_alive(now: datetime) -> bool:
    """Whether any worker, on any host, was heard lately."""
    since = now - timedelta(seconds=settings.WORKER_STALE_SECONDS)
    return WorkerHeartbeat.objects.filter(beat_at__gte=since).exists()


def last_beat() -> datetime | None:
    """When the worker of this host and data folder was heard last."""
    beats = WorkerHeartbeat.objects.filter(name=worker_name())
    return beats.values_list("beat_at", flat=True).first()


def forget_beat() -> None:
    """The worker of this host ends, or begins anew."""
    WorkerHeartbeat.objects.filter(name=worker_name()).delete()
