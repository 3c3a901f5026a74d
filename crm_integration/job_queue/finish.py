"""Ends a job whose work is done."""

from datetime import datetime

from crm_integration.job_queue.lease import Lease, LeaseLost, held
from crm_integration.models import Job


def finish(lease: Lease, *, now: datetime) -> None:
    """Counters stay as the last ``hold`` left them. Raises LeaseLost."""
    ended = held(lease).update(
        status=Job.Status.FINISHED, finished_at=now, lease_owner="", lease_until=None, message_code=""
    )
    if not ended:
        raise LeaseLost(lease)
