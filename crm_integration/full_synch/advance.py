"""Moves a full synchronization on: statuses from the jobs, lines whose turn it is, cured records."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from crm_integration.full_synch.lines import ACTIVE, Line, has_nothing_to_do, job_key, waits_for
from crm_integration.job_queue import enqueue
from crm_integration.models import IntegrationTableMapping, Job, SynchJob, SynchProblem

PRIORITY = 30
SETTLE_ROUNDS = 3

STATUS_OF_JOB = {
    Job.Status.RUNNING: Line.Status.IN_PROCESS,
    Job.Status.FINISHED: Line.Status.FINISHED,
    Job.Status.FAILED: Line.Status.ERROR,
    Job.Status.CANCELED: Line.Status.ERROR,
}


def advance(now: datetime) -> None:
    """To be called when a job ends and by every tick: does nothing unless a run is going on."""
    if not Line.objects.filter(status__in=ACTIVE).exists():
        return
    with transaction.atomic():
        for line in _locked_lines():
            if line.status in ACTIVE:
                _follow_job(line, now)
        start_lines(now)
        _settle(now)


def start_lines(now: datetime) -> None:
    """Starts the lines of the run that wait for nothing. To be called inside a transaction."""
    lines = _locked_lines()
    for line in lines:
        if line.status == Line.Status.BLANK and _may_start(line, lines):
            is_couple = line.recommendation == Line.Recommendation.COUPLE and not line.is_full_by_choice
            line.started_at = now
            _enqueue(line, "couple" if is_couple else "full")


def _locked_lines() -> list[Line]:
    """The lines of the run with their jobs.

    The jobs are read after the lock was had: in one statement, PostgreSQL would show whoever had to wait
    the new lines beside the old jobs.
    """
    run = Line.objects.filter(run_id__isnull=False)
    lines = list(run.select_for_update(no_key=True).order_by("position"))
    jobs = Job.objects.in_bulk([line.job_id for line in lines if line.job_id])
    for line in lines:
        line.job = jobs.get(line.job_id) if line.job_id else None
    return lines


def _may_start(line: Line, lines: Sequence[Line]) -> bool:
    return not has_nothing_to_do(line) and not waits_for(line, lines)


def _enqueue(line: Line, scope: str) -> None:
    """Whatever the mapping says of a recurring run, this one creates; *couple* asks the mapping itself."""
    line.job = enqueue(
        kind="synchronize",
        arguments={"mapping": line.mapping_id, "scope": scope, "create": scope != "couple"},
        unique_key=job_key(line),
        exclusive_key=f"mapping:{line.mapping_id}",
        priority=PRIORITY,
        requested_by=line.requested_by,
    )
    line.status = Line.Status.READY
    line.finished_at = None
    line.save()


def _follow_job(line: Line, now: datetime) -> None:
    line.status = _status(line.job)
    line.finished_at = None if line.status in ACTIVE else now
    for synch_job in SynchJob.objects.filter(job=line.job_id).order_by("started_at"):
        if synch_job.direction == IntegrationTableMapping.Direction.FROM_INTEGRATION_TABLE:
            line.from_integration_job = synch_job
        else:
            line.to_integration_job = synch_job
    line.save()


def _status(job: Job | None) -> Line.Status:
    """A job that waits between two slices is in process; one that is gone cannot tell that it finished."""
    if job is None:
        return Line.Status.ERROR
    if job.status == Job.Status.READY:
        return Line.Status.IN_PROCESS if job.started_at else Line.Status.READY
    return STATUS_OF_JOB[Job.Status(job.status)]


def _settle(now: datetime) -> None:
    """When everything ran, mappings with records whose cure came later in the run look at these again."""
    lines = _locked_lines()
    if any(line.status in ACTIVE for line in lines):
        return
    due = set(SynchProblem.objects.filter(is_due=True).values_list("mapping_id", flat=True).distinct())
    for line in lines:
        is_open = line.status == Line.Status.FINISHED and line.settle_rounds < SETTLE_ROUNDS
        if is_open and line.mapping_id in due:
            if not line.settle_rounds:
                line.done_before = line.job.done if line.job else 0
            line.settle_rounds += 1
            _enqueue(line, "due")
