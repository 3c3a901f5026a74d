"""The worker: keeps a cluster of django-q running, ticks, and restarts the cluster when it falls silent."""

import logging
import signal
import subprocess
import sys
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from crm_integration.environment import BASE_DIR
from crm_integration.jobs.dispatcher import forget_messages, send_task
from crm_integration.jobs.heartbeat import forget_beat, last_beat
from crm_integration.jobs.process import worker_name
from crm_integration.jobs.process_group import end_group, identify, start_group
from crm_integration.jobs.tick import recover, tick
from crm_integration.jobs.worker_file import WorkerFile
from crm_integration.models import Job

logger = logging.getLogger(__name__)

CLUSTER = "qcluster"
BEAT = "crm_integration.jobs.tasks.beat"
TICK_SECONDS = 1.0
PING_SECONDS = 10
STOP_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 60.0


class Worker:
    """``run`` returns when ``stop`` was called, from a signal or another thread."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._file = WorkerFile()
        self._cluster: subprocess.Popen[bytes] | None = None
        self._started_at = timezone.now()
        self._sent_at: dict[str, datetime] = {}
        self._failures = 0

    def stop(self, *_: object) -> None:
        self._stopping.set()

    def run(self) -> None:
        """Raises WorkerRuns when another worker uses the data folder."""
        with self._file:
            self._restart_cluster()
            try:
                while not self._stopping.wait(TICK_SECONDS):
                    self._turn(timezone.now())
            finally:
                self._end_cluster(STOP_SECONDS)
                self._file.write(None)

    def _turn(self, now: datetime) -> None:
        try:
            close_old_connections()
            tick(now)
            self._look_after_cluster(now)
        except Exception:
            # Whatever it was (a database that restarts, a queue that is away), the next tick tries again.
            logger.exception("A tick of the worker failed.")

    def _look_after_cluster(self, now: datetime) -> None:
        if self._cluster is None or self._cluster.poll() is not None:
            self._fail("ended")
        elif is_silent(now, max(self._started_at, last_beat() or self._started_at)):
            self._fail("answers no message")
        else:
            self._failures = 0 if last_beat() else self._failures
            self._send_recurring(now)

    def _send_recurring(self, now: datetime) -> None:
        for task, seconds in {BEAT: PING_SECONDS, **settings.SWEEP_TASKS}.items():
            sent_at = self._sent_at.get(task)
            if sent_at is None or now - sent_at >= timedelta(seconds=seconds):
                self._sent_at[task] = now
                send_task(task)

    def _fail(self, reason: str) -> None:
        self._failures += 1
        pause = min(2.0**self._failures, LONGEST_PAUSE_SECONDS)
        logger.error("The cluster %s: started again in %d s.", reason, pause)
        self._end_cluster(patience=0)
        if not self._stopping.wait(pause):
            self._restart_cluster()

    def _restart_cluster(self) -> None:
        """What an earlier worker left behind is ended first, and its jobs are free at once."""
        self._end_cluster(patience=0)
        self._cluster = start_group([sys.executable, "-m", "django", CLUSTER], cwd=BASE_DIR)
        self._file.write(identify(self._cluster.pid, CLUSTER))
        self._started_at = timezone.now()
        self._sent_at = {}

    def _end_cluster(self, patience: float) -> None:
        group = self._file.read()
        if group is not None:
            end_group(group, patience=patience)
        if self._cluster is not None:
            self._cluster.wait()
            self._cluster = None
        forget_beat()
        recover(timezone.now())
        forget_messages()


def is_silent(now: datetime, last_sign: datetime) -> bool:
    """Whether the cluster should have been heard by now: it answers no message and extends no lease."""
    if now - last_sign <= timedelta(seconds=settings.WORKER_STALE_SECONDS):
        return False
    extended = Job.objects.filter(
        status=Job.Status.RUNNING, lease_owner__startswith=f"{worker_name()}/", lease_until__gt=now
    )
    return not extended.exists()


def run_worker() -> None:
    """Works until it is told to stop by SIGTERM or SIGINT."""
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()
