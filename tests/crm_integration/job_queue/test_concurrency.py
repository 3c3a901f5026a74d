"""Several workers at once, each with a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from crm_integration.job_queue import Lease, check, claim, enqueue, reap
from tests.crm_integration.job_queue.conftest import LEASE, NOON

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]
LATER = NOON + LEASE + timedelta(seconds=1)


def test_of_many_workers_that_get_the_same_message_one_gets_the_job() -> None:
    job = enqueue(kind="synchronize")
    start = threading.Barrier(6)

    def try_to_claim(number: int) -> Lease | None:
        start.wait()
        try:
            return claim(job_id=job.pk, owner=str(number), now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        leases = [lease for lease in pool.map(try_to_claim, range(6)) if lease is not None]
    assert len(leases) == 1


def test_of_exclusive_jobs_that_are_claimed_at_once_one_runs() -> None:
    jobs = [enqueue(kind="synchronize", exclusive_key="mapping:CUSTOMER") for _ in range(4)]
    start = threading.Barrier(4)

    def try_to_claim(number: int) -> Lease | None:
        start.wait()
        try:
            return claim(job_id=jobs[number].pk, owner=str(number), now=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        leases = [lease for lease in pool.map(try_to_claim, range(4)) if lease is not None]
    assert len(leases) == 1


def test_a_job_is_not_given_away_between_the_check_and_the_commit() -> None:
    job = enqueue(kind="synchronize")
    lease = claim(job_id=job.pk, owner="first", now=NOON)
    assert lease is not None
    order: list[str] = []
    is_checked = threading.Event()

    def take_away() -> None:
        is_checked.wait()
        try:
            reap(LATER)
            order.append("taken away")
        finally:
            connection.close()

    thread = threading.Thread(target=take_away)
    thread.start()
    with transaction.atomic():
        check(lease)
        is_checked.set()
        thread.join(timeout=0.5)
        order.append("committed")
    thread.join()
    assert order == ["committed", "taken away"]
