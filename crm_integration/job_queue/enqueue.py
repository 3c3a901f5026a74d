"""Asks for work: a row in the caller's transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from crm_integration.job_queue.signals import job_enqueued
from crm_integration.models import Job


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
    job = _waiting(unique_key, priority, not_before) or _insert(
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


def _waiting(unique_key: str, priority: int, not_before: datetime | None) -> Job | None:
    if not unique_key:
        return None
    job = Job.objects.filter(unique_key=unique_key, status=Job.Status.READY, started_at=None).first()
    if job is not None:
        _move_forward(job, priority, not_before)
    return job


def _move_forward(job: Job, priority: int, not_before: datetime | None) -> None:
    job.priority = min(job.priority, priority)
    if job.not_before and (not_before is None or not_before < job.not_before):
        job.not_before = not_before
    Job.objects.filter(pk=job.pk, status=Job.Status.READY).update(
        priority=job.priority, not_before=job.not_before
    )


def _insert(job: Job) -> Job:
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        # Somebody else asked for the same at the same moment.
        waiting = _waiting(job.unique_key, job.priority, job.not_before)
        if waiting is None:
            raise
        return waiting
    return job


def _announce(job_id: UUID) -> None:
    job_enqueued.send(sender=Job, job_id=job_id)
