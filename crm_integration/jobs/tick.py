"""Every second or two: what is due starts, what was lost is found. Any number of tickers does no harm."""

from datetime import datetime

from django.conf import settings

from crm_integration.job_queue import entries, free_leases_of, reap
from crm_integration.jobs.after_job import after_job
from crm_integration.jobs.process import is_dead
from crm_integration.listeners import wake_changed
from crm_integration.models import Job


def tick(now: datetime) -> None:
    """A process that serves the CRM alone has no jobs of the integration."""
    if settings.SERVE == "crm":
        return
    recover(now)
    wake_changed(now)
    entries.start_due(now)
    after_job(now)


def recover(now: datetime) -> int:
    """Takes jobs back from dead processes of this host and from leases that expired; returns how many."""
    owners = Job.objects.filter(status=Job.Status.RUNNING).values_list("lease_owner", flat=True)
    dead = [owner for owner in set(owners) if is_dead(owner)]
    return free_leases_of(*dead, now=now) + reap(now)
