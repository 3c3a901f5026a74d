"""Asks for work: a row in the caller's transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Least

from crm_integration.job_queue.signals import job_enqueued
from crm_integration.models import Job

TRIES = 5


def enqueue(  # noqa: PLR0913 (they are the columns of the row)
    *,
    kind: str,
    arguments: dict[str, Any] | None = None,
    unique_key: str = "",
    exclusive_key: str = "",
    priority: int = 50,
    not_before: datetime | None = None,
    total: int | None = None,
    requested_by: User | None = None,
) -> Job:
    """Returns the new job, or the one of ``unique_key`` that waits for its first worker already.

    A job that waits is moved forward if this caller wants it earlier or with more priority.
    """
    job = _waiting_or_new(
        Job(
            kind=kind,
            arguments=arguments or {},
            unique_key=unique_key,
            exclusive_key=exclusive_key,
            priority=priority,
            not_before=not_before,
            total=total,
            requested_by=requested_by,
        )
    )
    # Robust: the row is what counts, a dispatcher that cannot be reached finds it at its next tick.
    transaction.on_commit(lambda: _announce(job.pk), robust=True)
    return job


def _waiting_or_new(wanted: Job) -> Job:
    """A job that was begun or ended since it was looked for does not count: another one then follows it."""
    for _ in range(TRIES - 1):
        job = _waiting(wanted)
        if job is not None:
            return job
        try:
            return _insert(wanted)
        except IntegrityError:
            # Somebody else asked for the same at the same moment; theirs may have been begun meanwhile.
            if not wanted.unique_key:
                raise
    return _waiting(wanted) or _insert(wanted)


def _waiting(wanted: Job) -> Job | None:
    """Moves the job that waits forward in one statement, so that nobody can begin it before the commit."""
    if not wanted.unique_key:
        return None
    waiting = Job.objects.filter(unique_key=wanted.unique_key, status=Job.Status.READY, started_at=None)
    with transaction.atomic():
        if not waiting.update(
            priority=Least("priority", Value(wanted.priority)), not_before=_earlier(wanted.not_before)
        ):
            return None
        return waiting.get()


def _earlier(not_before: datetime | None) -> Case | None:
    if not_before is None:
        return None
    return Case(When(not_before__gt=not_before, then=Value(not_before)), default=F("not_before"))


def _insert(job: Job) -> Job:
    with transaction.atomic():
        job.save(force_insert=True)
    return job


def _announce(job_id: UUID) -> None:
    job_enqueued.send(sender=Job, job_id=job_id)
