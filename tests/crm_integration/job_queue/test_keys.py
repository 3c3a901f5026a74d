"""The same work is not asked for twice, and works that exclude one another do not run at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from crm_integration.job_queue import claim, enqueue, finish, job_enqueued, put_back, ready_jobs
from crm_integration.models import Job
from tests.crm_integration.job_queue.conftest import NOON

pytestmark = pytest.mark.django_db


def asked(**values: Any) -> Job:
    return enqueue(kind="synchronize", unique_key="synchronize:CUSTOMER", **values)


def exclusive() -> Job:
    return enqueue(kind="synchronize", exclusive_key="mapping:CUSTOMER")


def test_asking_again_returns_the_job_that_waits() -> None:
    assert asked() == asked()
    assert Job.objects.count() == 1


def test_asking_without_a_key_always_makes_a_job() -> None:
    assert enqueue(kind="synchronize") != enqueue(kind="synchronize")


def test_whoever_wants_it_earlier_moves_it_forward() -> None:
    job = asked(priority=50, not_before=NOON + timedelta(hours=1))
    asked(priority=90, not_before=NOON + timedelta(hours=2))
    asked(priority=10, not_before=NOON)
    job.refresh_from_db()
    assert (job.priority, job.not_before) == (10, NOON)


def test_asking_while_it_runs_makes_a_job_that_follows() -> None:
    job = asked()
    lease = claim(job_id=job.pk, owner="first", now=NOON)
    following = asked()
    assert lease is not None
    assert following != job
    put_back(lease, now=NOON)
    assert asked() == following


def test_asking_at_the_moment_when_it_begins_makes_a_job_that_follows() -> None:
    job = asked(not_before=NOON)

    def begin_before_the_update(execute: Any, sql: str, *given: Any) -> Any:
        if sql.startswith("UPDATE") and not begun:
            begun.append(True)
            assert claim(job_id=job.pk, owner="first", now=NOON) is not None
        return execute(sql, *given)

    begun: list[bool] = []
    with connection.execute_wrapper(begin_before_the_update):
        following = asked(not_before=NOON)
    assert begun
    assert following != job
    assert following.status == Job.Status.READY


def test_of_two_exclusive_jobs_one_runs_until_its_end() -> None:
    first, second = exclusive(), exclusive()
    lease = claim(job_id=first.pk, owner="first", now=NOON)
    assert lease is not None
    assert claim(job_id=second.pk, owner="second", now=NOON) is None
    put_back(lease, now=NOON)
    assert claim(job_id=second.pk, owner="second", now=NOON) is None
    again = claim(job_id=first.pk, owner="first", now=NOON)
    assert again is not None
    finish(again, now=NOON)
    assert claim(job_id=second.pk, owner="second", now=NOON) is not None


def test_a_more_urgent_job_comes_in_between_two_slices_of_a_long_one() -> None:
    long, urgent = exclusive(), exclusive()
    Job.objects.filter(pk=urgent.pk).update(priority=10)
    lease = claim(job_id=long.pk, owner="first", now=NOON)
    assert lease is not None
    assert claim(job_id=urgent.pk, owner="second", now=NOON) is None
    put_back(lease, now=NOON)
    between = claim(job_id=urgent.pk, owner="second", now=NOON)
    assert between is not None
    assert claim(job_id=long.pk, owner="first", now=NOON) is None
    finish(between, now=NOON)
    assert claim(job_id=long.pk, owner="first", now=NOON) is not None


def test_ready_jobs_come_by_priority_and_age_without_those_that_must_wait() -> None:
    begun, blocked = exclusive(), exclusive()
    late = enqueue(kind="synchronize", not_before=NOON + timedelta(seconds=1))
    urgent = enqueue(kind="synchronize", priority=10)
    assert ready_jobs(NOON, 10) == [urgent, begun, blocked]
    lease = claim(job_id=begun.pk, owner="first", now=NOON)
    assert lease is not None
    assert ready_jobs(NOON, 10) == [urgent]
    put_back(lease, now=NOON)
    assert ready_jobs(NOON, 10) == [urgent, begun]
    assert ready_jobs(NOON + timedelta(seconds=1), 10) == [urgent, begun, late]
    assert ready_jobs(NOON, 1) == [urgent]


def test_a_job_is_announced_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[object] = []

    def hear(job_id: object, **_: Any) -> None:
        heard.append(job_id)

    job_enqueued.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            job = enqueue(kind="synchronize")
            assert heard == []
        assert heard == [job.pk]
    finally:
        job_enqueued.disconnect(hear)
