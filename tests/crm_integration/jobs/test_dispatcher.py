"""The queue hears of each job that can run, once, and again when nobody took it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_q.models import OrmQ

from crm_integration.job_queue import claim, enqueue, finish, put_back
from crm_integration.jobs.dispatcher import RUN, forget_messages, send, send_ready
from crm_integration.jobs.tasks import run
from crm_integration.models import Job
from tests.crm_integration.jobs.conftest import PROBE

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_message_goes_out_after_the_commit_and_carries_the_id_alone(
    messages: list[tuple[str, ...]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind=PROBE, arguments={"secret": "x"})
        assert messages == []
    assert messages == [(RUN, str(job.pk))]


def test_several_tickers_send_one_message(job: Job, messages: list[tuple[str, ...]]) -> None:
    assert [send_ready(NOON), send_ready(NOON), send(job.pk, now=NOON)] == [1, 0, False]
    assert len(messages) == 1


def test_a_message_that_nobody_took_is_sent_again(job: Job, messages: list[tuple[str, ...]]) -> None:
    send(job.pk, now=NOON)
    assert not send(job.pk, now=NOON + timedelta(seconds=59))
    assert send(job.pk, now=NOON + timedelta(seconds=60))
    forget_messages()
    assert send(job.pk, now=NOON + timedelta(seconds=61))


def test_the_next_slice_is_sent_at_once(job: Job, messages: list[tuple[str, ...]]) -> None:
    send(job.pk, now=NOON)
    lease = claim(job_id=job.pk, owner="worker", now=NOON)
    assert lease is not None
    assert not send(job.pk, now=NOON)
    put_back(lease, now=NOON)
    assert send_ready(NOON) == 1


def test_a_job_whose_time_has_not_come_is_not_sent(messages: list[tuple[str, ...]]) -> None:
    job = enqueue(kind=PROBE, not_before=NOON + timedelta(minutes=1))
    assert not send(job.pk, now=NOON)
    assert send_ready(NOON) == 0
    assert send_ready(NOON + timedelta(minutes=1)) == 1


def test_a_job_that_waits_for_another_is_sent_when_that_one_ends(messages: list[tuple[str, ...]]) -> None:
    first, second = (enqueue(kind=PROBE, exclusive_key="mapping:CUSTOMER") for _ in range(2))
    assert send_ready(NOON) == 2
    lease = claim(job_id=first.pk, owner="worker", now=NOON)
    assert lease is not None
    run(str(second.pk))
    assert send_ready(NOON) == 0
    finish(lease, now=NOON)
    assert send_ready(NOON) == 1


def test_a_queue_that_cannot_be_reached_does_not_harm_whoever_asks_for_work(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("crm_integration.jobs.dispatcher.async_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind=PROBE)
    assert Job.objects.filter(pk=job.pk, status=Job.Status.READY).exists()


@pytest.mark.skipif("'redis' in __import__('django.conf').conf.settings.Q_CLUSTER")
def test_the_queue_lives_in_the_database_of_the_jobs(job: Job) -> None:
    send(job.pk, now=NOON)
    assert OrmQ.objects.get().task["args"] == (str(job.pk),)
