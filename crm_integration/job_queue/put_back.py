"""Gives a job back so that the next slice, or the next attempt, can go on with it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from crm_integration.job_queue.lease import Lease, LeaseLost, held
from crm_integration.models import Job


def put_back(
    lease: Lease,
    *,
    now: datetime,
    not_before: datetime | None = None,
    cursor: dict[str, Any] | None = None,
    reason: tuple[str, dict[str, Any]] | None = None,
    has_waited: bool = False,
) -> Job.Status:
    """Returns the state in which the job is left: ready, or canceled if somebody asked for it.

    Without a cursor the job's own is kept. A reason (code, parameters) makes it an attempt in vain, or with
    ``has_waited`` a wait; without one it is progress, and both begin anew. Raises LeaseLost.
    """
    with transaction.atomic():
        job = held(lease).select_for_update(no_key=True).first()
        if job is None:
            raise LeaseLost(lease)
        job.status = Job.Status.CANCELED if job.cancel_requested else Job.Status.READY
        job.finished_at = now if job.cancel_requested else None
        job.cursor = job.cursor if cursor is None else cursor
        job.waits = job.waits + has_waited if reason else 0
        job.attempts = job.attempts + (not has_waited) if reason else 0
        job.message_code, job.message_params = reason or ("", {})
        job.lease_owner, job.lease_until, job.dispatched_at = "", None, None
        job.not_before = not_before
        job.save()
    return Job.Status(job.status)
