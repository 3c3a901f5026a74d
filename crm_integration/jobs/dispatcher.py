"""Tells the queue which jobs could run; a message carries the id and nothing else."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from crm_integration.job_queue import job_enqueued, ready_jobs, runnable
from crm_integration.models import Job

RUN = "crm_integration.jobs.tasks.run"
AT_ONCE = 20


def connect_dispatcher() -> None:
    """To be called once, when the app is ready."""
    job_enqueued.connect(on_job_enqueued, dispatch_uid="crm_integration.dispatcher")


def on_job_enqueued(job_id: UUID, **_: Any) -> None:
    """Answers the signal of the job queue, after the commit."""
    send(job_id, now=timezone.now())


def send(job_id: UUID, *, now: datetime) -> bool:
    """Returns whether a message went out: not if one did lately, nor while the job could not run."""
    is_untold = Q(dispatched_at=None) | Q(
        dispatched_at__lte=now - timedelta(seconds=settings.JOB_RESEND_SECONDS)
    )
    if not runnable(now).filter(is_untold, pk=job_id).update(dispatched_at=now):
        return False
    async_task(RUN, str(job_id), save=False)
    return True


def send_ready(now: datetime) -> int:
    """Tells the queue of the jobs that are next; returns how many messages went out."""
    return sum(send(job.pk, now=now) for job in ready_jobs(now, AT_ONCE))


def send_task(task: str) -> None:
    """Sends a message that is no job, such as the ping; one that is lost is followed by another."""
    async_task(task, save=False)


def forget_message(job_id: UUID) -> None:
    """The message came in vain, such as when a job of the same exclusive key was running."""
    Job.objects.filter(pk=job_id, status=Job.Status.READY).update(dispatched_at=None)


def forget_messages() -> None:
    """Messages that a dead cluster had taken may be lost: every ready job is told again."""
    Job.objects.filter(status=Job.Status.READY).update(dispatched_at=None)
