"""What the queue's messages call."""

from uuid import uuid4

import pytest

from crm_integration.jobs import tasks
from crm_integration.models import WorkerHeartbeat


@pytest.mark.django_db
def test_a_message_of_a_job_that_is_no_more_does_nothing_but_prove_life() -> None:
    tasks.run(str(uuid4()))
    assert WorkerHeartbeat.objects.exists()
