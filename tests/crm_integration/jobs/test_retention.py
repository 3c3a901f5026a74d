"""What is older than a month goes, unless something still shows it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from crm_integration.job_queue import enqueue
from crm_integration.jobs.run_job import run_job
from crm_integration.models import FullSynchReviewLine, Job, JobQueueEntry, SynchJob
from crm_integration.synch_engine.mapping_store import seed_mappings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("messages")]

OLD = timezone.now() - timedelta(days=31)
NEW = timezone.now() - timedelta(days=29)


def ended(name: str, at: datetime) -> Job:
    return Job.objects.create(kind=name, status=Job.Status.FINISHED, finished_at=at)


def logged(job: Job | None, at: datetime) -> SynchJob:
    return SynchJob.objects.create(
        mapping_id="CUSTOMER", job=job, direction="bidirectional", started_at=OLD, finished_at=at
    )


def test_the_daily_chore_keeps_a_month_and_what_is_still_shown() -> None:
    seed_mappings()
    old, new, of_entry = ended("old", OLD), ended("new", NEW), ended("of_entry", OLD)
    with_log, of_line = ended("with_log", OLD), ended("of_line", OLD)
    old_log, new_log, log_of_line = logged(old, OLD), logged(with_log, NEW), logged(None, OLD)
    JobQueueEntry.objects.create(code="X", description="x", last_job=of_entry)
    FullSynchReviewLine.objects.create(mapping_id="CUSTOMER", job=of_line, to_integration_job=log_of_line)
    chore = enqueue(kind="retention")
    run_job(chore.pk)
    assert set(Job.objects.all()) == {new, of_entry, with_log, of_line, chore}
    assert set(SynchJob.objects.all()) == {new_log, log_of_line}
    assert not SynchJob.objects.filter(pk=old_log.pk).exists()
    assert old not in Job.objects.all()
