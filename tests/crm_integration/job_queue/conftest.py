"""A moment to start from, and a job that waits."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from crm_integration.job_queue import enqueue
from crm_integration.models import Job

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=120)


@pytest.fixture(autouse=True)
def _times(settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS = int(LEASE.total_seconds())
    settings.JOB_MAXIMUM_ATTEMPTS = 10
    settings.JOB_WAKE_SECONDS = 5


@pytest.fixture
def job(db: None) -> Job:
    return enqueue(kind="synchronize", arguments={"mapping": "CUSTOMER"})
