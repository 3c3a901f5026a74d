"""What the queue's messages call."""

from uuid import UUID

from django.utils import timezone

from crm_integration.jobs.after_job import after_job
from crm_integration.jobs.dispatcher import forget_message
from crm_integration.jobs.heartbeat import record_beat
from crm_integration.jobs.run_job import run_job


def run(job_id: str) -> None:
    """Runs a slice of the job; a message that came twice, or too late, does nothing."""
    record_beat(timezone.now())
    if run_job(UUID(job_id)):
        after_job(timezone.now())
        record_beat(timezone.now())
    else:
        forget_message(UUID(job_id))


def beat() -> None:
    """The ping: says that messages are worked."""
    record_beat(timezone.now())
