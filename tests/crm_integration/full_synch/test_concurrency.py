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
