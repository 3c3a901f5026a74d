"""A tick starts what is due and finds what was lost."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from crm_integration.job_queue import claim, entries
from crm_integration.jobs.process import process_owner, worker_name
from crm_integration.jobs.tick import recover, tick
from crm_integration.models import Job, JobQueueEntry, SynchJob
from crm_integration.synch_engine.mapping_store import seed_mappings
from crm_integration.table_mapping.declaration import JobDefaults

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(db: None) -> JobQueueEntry:
    seed_mappings()
    entries.create_default_entries({"CUSTOMER": JobDefaults()}, now=NOON + timedelta(days=1))
    entry = JobQueueEntry.objects.get(pk="CUSTOMER")
    entries.resume_entry(entry, now=NOON)
    return entry


def test_an_entry_that_is_due_is_started_once_by_several_tickers(
    due: JobQueueEntry, messages: list[tuple[str, ...]]
) -> None:
    for _ in range(3):
        tick(NOON)
    (job,) = Job.objects.all()
    assert (job.arguments, job.kind) == ({"mapping": "CUSTOMER", "scope": "modified"}, "synchronize")
    assert [arguments for _, *arguments in messages] == [[str(job.pk)]]


def test_a_process_that_serves_the_crm_alone_starts_nothing(due: JobQueueEntry, settings: Settings) -> None:
    settings.SERVE = "crm"
    tick(NOON)
    assert not Job.objects.exists()


def test_a_job_whose_lease_expired_is_told_to_the_queue_again(
    job: Job, messages: list[tuple[str, ...]]
) -> None:
    claim(job_id=job.pk, owner="another-host/1/1", now=NOON)
    tick(NOON + timedelta(seconds=60))
    assert messages == []
    tick(NOON + timedelta(hours=1))
    assert [arguments for _, *arguments in messages] == [[str(job.pk)]]


def test_a_job_of_a_dead_process_of_this_host_is_free_at_once(job: Job) -> None:
    claim(job_id=job.pk, owner=f"{worker_name()}/999999999/1", now=NOON)
    assert recover(NOON) == 1


def test_a_job_of_a_living_process_is_left_to_it(job: Job) -> None:
    claim(job_id=job.pk, owner=process_owner(), now=NOON)
    assert recover(NOON) == 0


def test_an_entry_whose_end_nobody_heard_is_settled(due: JobQueueEntry, messages: object) -> None:
    tick(NOON)
    Job.objects.update(status=Job.Status.FAILED, finished_at=NOON)
    tick(NOON + timedelta(seconds=1))
    due.refresh_from_db()
    assert (due.status, due.attempts) == (JobQueueEntry.Status.READY, 1)


def test_synchronization_jobs_end_with_a_job_that_was_given_up(due: JobQueueEntry, job: Job) -> None:
    going_on = SynchJob.objects.create(
        mapping_id="CUSTOMER", job=job, direction="bidirectional", started_at=NOON
    )
    tick(NOON)
    Job.objects.filter(pk=job.pk).update(
        status=Job.Status.FAILED, finished_at=NOON, message_code="worker_lost"
    )
    tick(NOON)
    going_on.refresh_from_db()
    assert (going_on.status, going_on.finished_at, going_on.message_code) == (
        SynchJob.Status.ERROR,
        NOON,
        "worker_lost",
    )
