"""What follows when a slice of a job is over: entries, the full synchronization, whoever waited."""

from datetime import datetime

from crm_integration import full_synch
from crm_integration.job_queue import entries
from crm_integration.jobs.dispatcher import send_ready
from crm_integration.jobs.end_synch_jobs import end_synch_jobs


def after_job(now: datetime) -> None:
    """Idempotent, so that every tick calls it too."""
    end_synch_jobs(now)
    entries.settle_entries(now)
    full_synch.advance(now)
    send_ready(now)
