"""A job belongs to one worker at a time, and a worker that was given up cannot do harm."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from crm_integration.job_queue import (
    Lease,
    LeaseLost,
    cancel,
    check,
    claim,
    enqueue,
    fail,
    finish,
    free_leases_of,
    hold,
    put_back,
    reap,
)
from crm_integration.models import Job
from tests.crm_integration.job_queue.conftest import LEASE, NOON

Status = Job.Status
LATER = NOON + LEASE + timedelta(seconds=1)

pytestmark = pytest.mark.django_db


def claimed(job: Job, owner: str = "first", at: datetime = NOON) -> Lease:
    lease = claim(job_id=job.pk, owner=owner, now=at)
    assert lease is not None
    return lease


def test_a_message_that_comes_twice_gives_the_job_to_one_worker(job: Job) -> None:
    lease = claimed(job)
    assert lease == Lease(job.pk, "first", 1)
    assert claim(job_id=job.pk, owner="second", now=NOON) is None


def test_a_job_that_is_unknown_or_ended_is_not_to_be_had(job: Job) -> None:
    assert claim(job_id=uuid4(), owner="first", now=NOON) is None
    finish(claimed(job), now=NOON)
    assert claim(job_id=job.pk, owner="first", now=NOON) is None


def test_a_job_waits_for_its_time() -> None:
    job = enqueue(kind="synchronize", not_before=NOON + timedelta(minutes=1))
    assert claim(job_id=job.pk, owner="first", now=NOON) is None
    assert claim(job_id=job.pk, owner="first", now=NOON + timedelta(minutes=1)) is not None


def test_holding_extends_the_lease_and_tells_the_progress(job: Job) -> None:
    lease = claimed(job)
    at = NOON + timedelta(seconds=100)
    assert hold(lease, now=at, done=40, total=90, failed_records=2, cursor={"page": 3}) is False
    job.refresh_from_db()
    assert (job.done, job.total, job.failed_records, job.cursor) == (40, 90, 2, {"page": 3})
    assert reap(LATER) == 0
    assert job.lease_until == at + LEASE


def test_an_expired_lease_makes_the_job_ready_where_it_was(job: Job) -> None:
    hold(claimed(job), now=NOON, done=7, cursor={"page": 3})
    assert reap(NOON + LEASE) == 0
    assert reap(LATER) == 1
    job.refresh_from_db()
    assert (job.status, job.cursor, job.done, job.lease_owner) == (Status.READY, {"page": 3}, 7, "")


@pytest.mark.parametrize("is_reaped", [True, False])
def test_a_late_worker_can_neither_hold_nor_commit_nor_end_the_job(job: Job, is_reaped: bool) -> None:
    late = claimed(job)
    if is_reaped:
        reap(LATER)
    claimed(job, owner="second", at=LATER)
    for attempt in (
        lambda: hold(late, now=LATER),
        lambda: finish(late, now=LATER),
        lambda: fail(late, "rejected", now=LATER),
        lambda: put_back(late, now=LATER),
    ):
        with pytest.raises(LeaseLost):
            attempt()
    with pytest.raises(LeaseLost), transaction.atomic():
        check(late)


def test_between_expiry_and_the_next_worker_nobody_can_commit(job: Job) -> None:
    late = claimed(job)
    reap(LATER)
    with pytest.raises(LeaseLost), transaction.atomic():
        check(late)


def test_the_holder_can_commit(job: Job) -> None:
    lease = claimed(job)
    with transaction.atomic():
        check(lease)


def test_a_restarted_worker_frees_what_its_dead_processes_held(job: Job) -> None:
    other = enqueue(kind="synchronize")
    claimed(job, owner="host/1")
    claimed(other, owner="host/2")
    assert free_leases_of(now=NOON) == 0
    assert free_leases_of("host/1", "host/3", now=NOON) == 1
    assert list(Job.objects.filter(status=Status.READY)) == [job]


def test_a_slice_that_is_over_goes_on_from_its_cursor(job: Job) -> None:
    assert put_back(claimed(job), now=NOON, cursor={"page": 4}) == Status.READY
    lease = claimed(job, owner="second")
    job.refresh_from_db()
    assert (lease.fence, job.cursor, job.started_at) == (2, {"page": 4}, NOON)


def test_attempts_in_vain_are_counted_until_there_is_progress(job: Job) -> None:
    for attempt in (1, 2):
        put_back(claimed(job), now=NOON, reason=("unavailable", {}))
        job.refresh_from_db()
        assert (job.attempts, job.message_code) == (attempt, "unavailable")
    hold(claimed(job), now=NOON, cursor={"page": 1})
    job.refresh_from_db()
    assert job.attempts == 0


def test_a_job_that_takes_its_worker_with_it_every_time_is_given_up(job: Job) -> None:
    at = NOON
    for _ in range(11):
        claimed(job, at=at)
        at += LEASE + timedelta(seconds=1)
        reap(at)
    job.refresh_from_db()
    assert (job.status, job.message_code, job.finished_at) == (Status.FAILED, "worker_lost", at)


def test_a_failure_tells_its_reason(job: Job) -> None:
    fail(claimed(job), "not_connected", {"url": "x"}, now=NOON)
    job.refresh_from_db()
    assert (job.status, job.message_code, job.message_params) == (
        Status.FAILED,
        "not_connected",
        {"url": "x"},
    )


def test_a_job_that_waits_is_canceled_at_once(job: Job) -> None:
    cancel(job.pk, now=NOON)
    job.refresh_from_db()
    assert (job.status, job.finished_at) == (Status.CANCELED, NOON)
    assert claim(job_id=job.pk, owner="first", now=NOON) is None


def test_a_job_that_runs_is_told_to_stop_and_is_canceled_when_it_is_put_back(job: Job) -> None:
    lease = claimed(job)
    cancel(job.pk, now=NOON)
    assert hold(lease, now=NOON) is True
    assert put_back(lease, now=NOON) == Status.CANCELED


def test_a_job_that_is_to_be_canceled_does_not_come_back_from_a_lost_worker(job: Job) -> None:
    claimed(job)
    cancel(job.pk, now=NOON)
    assert reap(LATER) == 0
    job.refresh_from_db()
    assert job.status == Status.CANCELED


def test_a_job_that_ended_cannot_be_canceled(job: Job) -> None:
    finish(claimed(job), now=NOON)
    cancel(job.pk, now=LATER)
    job.refresh_from_db()
    assert job.status == Status.FINISHED
