"""The worker watches its cluster by what comes back through the queue."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from crm_integration.job_queue import claim
from crm_integration.jobs import worker as worker_module
from crm_integration.jobs.heartbeat import record_beat
from crm_integration.jobs.process import process_owner
from crm_integration.jobs.worker import BEAT, Worker, is_silent
from crm_integration.models import Job

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(minutes=10)


class Cluster:
    """Stands for the process of a cluster."""

    def __init__(self, exit_code: int | None = None) -> None:
        self.exit_code = exit_code

    def poll(self) -> int | None:
        return self.exit_code


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> Worker:
    settings.DATA_DIR = tmp_path
    settings.SWEEP_TASKS = {"crm.sweep": 15}
    watched = Worker()
    watched.sent = []  # type: ignore[attr-defined]
    watched.restarts = []  # type: ignore[attr-defined]
    monkeypatch.setattr(worker_module, "send_task", watched.sent.append)  # type: ignore[attr-defined]
    monkeypatch.setattr(watched, "_fail", watched.restarts.append)  # type: ignore[attr-defined]
    return watched


def look(worker: Worker, *, cluster: Cluster | None, started_at: Any = None) -> list[str]:
    worker._cluster = cluster  # type: ignore[assignment]
    worker._started_at = started_at or timezone.now()
    worker._look_after_cluster(timezone.now())
    return worker.restarts  # type: ignore[attr-defined, no-any-return]


def test_a_cluster_that_just_started_is_given_time(worker: Worker) -> None:
    assert look(worker, cluster=Cluster()) == []


def test_a_cluster_that_ended_is_started_again(worker: Worker) -> None:
    assert look(worker, cluster=Cluster(exit_code=1)) == ["ended"]


def test_a_cluster_that_could_not_be_started_is_started_again(worker: Worker) -> None:
    assert look(worker, cluster=None) == ["ended"]


def test_a_cluster_that_answers_no_message_is_started_again(worker: Worker) -> None:
    assert look(worker, cluster=Cluster(), started_at=LONG_AGO) == ["answers no message"]


def test_a_cluster_that_answers_is_left_alone(worker: Worker) -> None:
    record_beat(timezone.now())
    assert look(worker, cluster=Cluster(), started_at=LONG_AGO) == []


def test_a_cluster_whose_jobs_go_on_is_left_alone_though_it_answers_late(job: Job) -> None:
    now = timezone.now()
    assert is_silent(now, LONG_AGO)
    claim(job_id=job.pk, owner=process_owner(), now=now)
    assert not is_silent(now, LONG_AGO)
    assert is_silent(now + timedelta(minutes=10), LONG_AGO)


def test_pings_and_sweeps_are_sent_at_their_intervals(worker: Worker) -> None:
    now = timezone.now()
    for seconds in (0, 1, 9, 10, 14, 15):
        worker._send_recurring(now + timedelta(seconds=seconds))
    assert worker.sent == [BEAT, "crm.sweep", BEAT, "crm.sweep"]  # type: ignore[attr-defined]


def test_a_tick_that_fails_is_followed_by_the_next(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(now: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(worker_module, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker_module, "tick", fail)
    worker._turn(timezone.now())
