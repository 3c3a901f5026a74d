"""Ends a job that cannot go on."""

from datetime import datetime
from typing import Any

from crm_integration.job_queue.lease import Lease, LeaseLost, held
from crm_integration.models import Job


def fail(lease: Lease, code: str, params: dict[str, Any] | None = None, *, now: datetime) -> None:
    """``code`` and ``params`` are rendered as a sentence in the reader's language. Raises LeaseLost."""
    ended = held(lease).update(
        status=Job.Status.FAILED,
        finished_at=now,
        lease_owner="",
        lease_until=None,
        message_code=code,
        message_params=params or {},
    )
    if not ended:
        raise LeaseLost(lease)
