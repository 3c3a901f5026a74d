"""Decides when a recurring job runs again. No clock, no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status

# From this attempt on the delay grows by hours instead of tenfold milliseconds.
PATIENT_ATTEMPT = 8
PATIENCE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended: whether its job failed, and whether it inserted, modified or failed anything."""

    has_failed: bool
    found_work: bool


@dataclass(frozen=True, slots=True)
class NextRun:
    status: JobQueueEntry.Status
    next_run_at: datetime | None
    attempts: int = 0


def next_run(entry: JobQueueEntry, run: Run, now: datetime) -> NextRun:
    """A failed run is tried again until its attempts are used up; one without work goes to sleep.

    ``entry.next_run_at`` says that the entry was woken while it ran.
    """
    if run.has_failed:
        return _after_failure(entry, now)
    if entry.next_run_at is not None:
        return NextRun(Status.READY, entry.next_run_at)
    if run.found_work or not entry.inactivity_timeout_minutes:
        return NextRun(Status.READY, now + timedelta(minutes=entry.minutes_between_runs))
    return NextRun(Status.ASLEEP, now + timedelta(minutes=entry.inactivity_timeout_minutes))


def _after_failure(entry: JobQueueEntry, now: datetime) -> NextRun:
    attempts = entry.attempts + 1
    if attempts >= entry.maximum_attempts:
        return NextRun(Status.ERROR, None, attempts)
    grows_by = PATIENCE if attempts >= PATIENT_ATTEMPT else timedelta(milliseconds=10**attempts)
    delay = timedelta(seconds=entry.rerun_delay_seconds) + grows_by
    return NextRun(Status.READY, now + delay, attempts)
