"""The review as the page, its JSON and the command show it: one question, a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from crm_integration.full_synch.counts import Counts, failed_records, written_records
from crm_integration.full_synch.estimate import seconds_left
from crm_integration.full_synch.lines import ACTIVE, Line, has_nothing_to_do, waits_for
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import IntegrationTableMapping, Job, SynchJob

TO_CRM = IntegrationTableMapping.Direction.TO_INTEGRATION_TABLE
FROM_CRM = IntegrationTableMapping.Direction.FROM_INTEGRATION_TABLE


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """``message_code`` with its parameters is a sentence.

    ``done`` and ``total``: records looked at in this run, each counted once though the run may come back to
    it, and how many there are to look at: an estimate while it runs, None while there is none, and what was
    looked at as soon as it finished. ``to_written`` and ``from_written``: what the run wrote in that
    direction. ``failed_records``: records that are not in step now, whenever they failed; ``to_failed`` and
    ``from_failed``: those of them that failed in that direction.
    """

    name: str
    direction: str
    depends_on: tuple[str, ...]
    recommendation: str
    is_full_by_choice: bool
    status: str
    to_integration_status: str
    from_integration_status: str
    done: int
    total: int | None
    failed_records: int
    to_failed: int
    from_failed: int
    to_written: int
    from_written: int
    started_at: datetime | None
    finished_at: datetime | None
    job_id: UUID | None
    to_integration_job_id: UUID | None
    from_integration_job_id: UUID | None
    message_code: str = ""
    message_params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_running(self) -> bool:
        return self.status in ACTIVE

    @property
    def has_nothing_to_do(self) -> bool:
        return self.status == Line.Status.BLANK and self.recommendation == Line.Recommendation.NO_RECORDS

    @property
    def is_in_step(self) -> bool:
        """Whether it ended well: nothing failed, nothing is left to do."""
        return self.has_nothing_to_do or (self.status == Line.Status.FINISHED and not self.failed_records)


@dataclass(frozen=True, slots=True)
class Review:
    """``seconds_left`` is None while it is too early to tell; the other numbers are sums of the lines.

    ``total`` knows only of lines that have begun; those that nobody estimated count as far as they came.
    """

    run_id: UUID | None
    started_at: datetime | None
    requested_by: str
    is_running: bool
    lines: tuple[ReviewLine, ...]
    done: int
    total: int
    failed_records: int
    seconds_left: int | None

    @property
    def is_in_step(self) -> bool:
        return not self.is_running and bool(self.lines) and all(line.is_in_step for line in self.lines)


def review(now: datetime) -> Review:
    """Returns the lines as they are now; those of a layer that is off only while they are worked on."""
    rows = list(
        Line.objects.filter(Q(mapping__is_layer_on=True) | Q(status__in=ACTIVE)).select_related(
            "mapping", "job", "to_integration_job", "from_integration_job", "requested_by"
        )
    )
    failed, written = failed_records(), written_records(rows)
    lines = tuple(_line(row, rows, failed=failed, written=written) for row in rows)
    return _summary(rows, lines, now)


def _summary(rows: Sequence[Line], lines: tuple[ReviewLine, ...], now: datetime) -> Review:
    run = next((row for row in rows if row.run_id is not None), None)
    started_at = max((row.run_started_at for row in rows if row.run_started_at), default=None)
    done = sum(line.done for line in lines)
    total = sum(line.done if line.total is None else line.total for line in lines)
    elapsed = (now - started_at).total_seconds() if started_at else 0.0
    is_running = any(line.is_running for line in lines)
    return Review(
        run_id=run.run_id if run else None,
        started_at=started_at,
        requested_by=str(run.requested_by or "") if run else "",
        is_running=is_running,
        lines=lines,
        done=done,
        total=total,
        failed_records=sum(line.failed_records for line in lines),
        seconds_left=seconds_left(done=done, total=total, elapsed=elapsed) if is_running else None,
    )


def _line(row: Line, rows: Sequence[Line], *, failed: Counts, written: Counts) -> ReviewLine:
    there, back = ((row.mapping_id, direction.value) for direction in (TO_CRM, FROM_CRM))
    code, params = _message(row, rows)
    done, total = _progress(row)
    return ReviewLine(
        name=row.mapping_id,
        direction=row.mapping.direction,
        depends_on=tuple(name for name in MAPPINGS[row.mapping_id].depends_on if _has(name, rows)),
        recommendation=row.recommendation,
        is_full_by_choice=row.is_full_by_choice,
        status=row.status,
        to_integration_status=_synch_status(row.to_integration_job),
        from_integration_status=_synch_status(row.from_integration_job),
        done=done,
        total=total,
        failed_records=sum(number for (name, _), number in failed.items() if name == row.mapping_id),
        to_failed=failed.get(there, 0),
        from_failed=failed.get(back, 0),
        to_written=written.get(there, 0),
        from_written=written.get(back, 0),
        started_at=row.started_at,
        finished_at=row.finished_at,
        job_id=row.job_id,
        to_integration_job_id=row.to_integration_job_id,
        from_integration_job_id=row.from_integration_job_id,
        message_code=code,
        message_params=params,
    )


def _has(name: str, rows: Sequence[Line]) -> bool:
    return any(row.mapping_id == name for row in rows)


def _progress(row: Line) -> tuple[int, int | None]:
    """How many records were looked at in this run, and of how many as far as that is known.

    The estimate may be too high, as it counts rows that only the mapping's filter leaves out.
    """
    if row.settle_rounds:
        return row.done_before, row.done_before
    done = row.job.done if row.job else 0
    if row.status == Line.Status.FINISHED:
        return done, done
    return done, None if row.job is None or row.job.total is None else max(done, row.job.total)


def _message(row: Line, rows: Sequence[Line]) -> tuple[str, Mapping[str, Any]]:
    """Why a line is in error, tries again, or does not start."""
    if row.job is not None and row.job.status == Job.Status.CANCELED:
        return "canceled", {}
    if row.job is not None and row.job.message_code:
        return row.job.message_code, row.job.message_params
    if row.run_id is None or row.status != Line.Status.BLANK or has_nothing_to_do(row):
        return "", {}
    failed = [other.mapping_id for other in waits_for(row, rows) if other.status == Line.Status.ERROR]
    return ("waits_for_failed", {"names": ", ".join(failed)}) if failed else ("", {})


def _synch_status(job: SynchJob | None) -> str:
    return job.status if job else ""
