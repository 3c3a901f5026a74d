"""Several workers move one full synchronization on."""

import threading

import pytest
from django.db import connection, transaction

from crm_integration import full_synch
from crm_integration.models import Job
from tests.crm_integration.full_synch.conftest import NOON, FullSynch

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="needs PostgreSQL"),
]


def test_whoever_comes_second_sees_the_jobs_that_the_first_one_started(run: FullSynch) -> None:
    run.start()
    Job.objects.update(status=Job.Status.FINISHED, started_at=NOON, finished_at=NOON)

    def advance() -> None:
        try:
            full_synch.advance(NOON)
        finally:
            connection.close()

    second = threading.Thread(target=advance)
    with transaction.atomic():
        full_synch.advance(NOON)
        second.start()
        second.join(timeout=1)
        assert second.is_alive()
    second.join()
    assert run.statuses() == {
        "SALESPEOPLE": "finished",
        "CURRENCY": "finished",
        "CUSTOMER": "ready",
        "CONTACT": "",
    }
    assert run.jobs() == [("CUSTOMER", "full")]


def test_whoever_resets_while_another_starts_waits_and_is_refused(run: FullSynch) -> None:
    refused: list[Exception] = []

    def reset() -> None:
        try:
            full_synch.reset(look=run.look)
        except full_synch.FullSynchIsRunning as running:
            refused.append(running)
        finally:
            connection.close()

    second = threading.Thread(target=reset)
    with transaction.atomic():
        run.start()
        second.start()
        second.join(timeout=1)
        assert second.is_alive()
    second.join()
    assert len(refused) == 1
    assert {name for name, _scope in run.jobs()} == {
        name for name, status in run.statuses().items() if status == "ready"
    }
