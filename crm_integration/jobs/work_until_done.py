"""Works the queue in this process while no worker is alive; else waits for the worker."""

import time
from collections.abc import Callable

from django.utils import timezone

from crm_integration.job_queue import Deadline, ready_jobs
from crm_integration.jobs.after_job import after_job
from crm_integration.jobs.heartbeat import is_worker_alive
from crm_integration.jobs.run_job import run_job
from crm_integration.jobs.tick import recover

# Shorter than a worker's, so that whoever watches sees progress.
SLICE_SECONDS = 3


def work_until_done(
    is_done: Callable[[], bool],
    *,
    deadline: Deadline,
    pause: Callable[[], None] = lambda: time.sleep(0.5),
) -> bool:
    """Returns whether it was done before the deadline. ``is_done`` is asked after every slice."""
    while not is_done():
        if deadline.is_over:
            return False
        if is_worker_alive(timezone.now()) or not work_once():
            pause()
    return True


def work_once() -> bool:
    """Runs one slice of the job that is next; returns whether there was one to be had."""
    recover(timezone.now())
    after_job(timezone.now())
    for job in ready_jobs(timezone.now(), 5):
        if run_job(job.pk, slice_seconds=SLICE_SECONDS):
            after_job(timezone.now())
            return True
    return False
