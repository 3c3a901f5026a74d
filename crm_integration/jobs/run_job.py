"""Runs one slice of a job and leaves the job finished, failed, canceled or ready for the next slice."""

import logging
import traceback
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from crm_integration.job_queue import (
    ContinueWith,
    Deadline,
    Failed,
    Finished,
    Lease,
    LeaseLost,
    Outcome,
    Postponed,
    RetryAt,
    claim,
    fail,
    finish,
    put_back,
)
from crm_integration.jobs.backoff import outage_delay, unexpected_delay
from crm_integration.jobs.handlers import HANDLERS
from crm_integration.jobs.process import process_owner
from crm_integration.models import Job

logger = logging.getLogger(__name__)


def run_job(job_id: UUID, *, slice_seconds: float | None = None) -> bool:
    """Returns whether a slice was run: not when the job ended, or somebody else has it."""
    lease = claim(job_id=job_id, owner=process_owner(), now=timezone.now())
    if lease is None:
        return False
    try:
        _apply(lease, _run_slice(lease, slice_seconds or settings.JOB_SLICE_SECONDS))
    except LeaseLost:
        logger.warning("Job %s was given to another worker while it ran here.", job_id)
    return True


def _run_slice(lease: Lease, seconds: float) -> Outcome:
    handler = HANDLERS.get(lease.kind)
    if handler is None:
        return Failed("unknown_kind", {"kind": lease.kind})
    try:
        return handler(lease, lease.arguments, Deadline.after(seconds))
    except LeaseLost:
        raise
    except (KeyboardInterrupt, SystemExit):
        put_back(lease, now=timezone.now(), reason=("interrupted", {}))
        raise
    except Exception as error:  # noqa: BLE001 (the boundary: whatever it was, the job must not be stuck)
        return _unexpected(lease, error)


def _unexpected(lease: Lease, error: Exception) -> Outcome:
    """The text of an exception may hold secrets and records: only its class and its place are told."""
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-6))
    logger.error("Job %s: unexpected %s at\n%s", lease.job_id, type(error).__name__, frames)
    delay = unexpected_delay(_job(lease).attempts + 1)
    if delay is None:
        return Failed("unexpected", {"error": type(error).__name__})
    return RetryAt(timezone.now() + delay, "unexpected", {"error": type(error).__name__})


def _apply(lease: Lease, outcome: Outcome) -> None:
    now = timezone.now()
    match outcome:
        case Finished():
            finish(lease, now=now)
        case ContinueWith(cursor):
            put_back(lease, now=now, cursor=cursor)
        case Failed(code, params):
            fail(lease, code, params, now=now)
        case Postponed():
            _postpone(lease, outcome)
        case RetryAt(at, code, params) if _job(lease).attempts + 1 >= settings.JOB_MAXIMUM_ATTEMPTS:
            fail(lease, code, params, now=now)
        case RetryAt(at, code, params):
            not_before = max(at, now + timedelta(seconds=1))
            put_back(lease, now=now, not_before=not_before, reason=(code, params))


def _postpone(lease: Lease, outcome: Postponed) -> None:
    """An outage of hours is outlasted; whoever waits that long for nothing is told at last."""
    now, waits = timezone.now(), _job(lease).waits
    if waits >= settings.JOB_MAXIMUM_WAITS:
        fail(lease, outcome.code, outcome.params, now=now)
        return
    not_before = max(now + outage_delay(waits), outcome.not_before or now)
    reason = (outcome.code, outcome.params)
    put_back(lease, now=now, not_before=not_before, reason=reason, has_waited=True)


def _job(lease: Lease) -> Job:
    """Read anew: progress within the slice has reset its counts."""
    return Job.objects.get(pk=lease.job_id)
