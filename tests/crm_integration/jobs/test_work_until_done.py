"""Without a living worker, whoever waits works the queue."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from crm_integration.job_queue import ContinueWith, Deadline, Finished, enqueue
from crm_integration.jobs.heartbeat import is_worker_alive, record_beat
from crm_integration.jobs.tasks import beat, run
from crm_integration.jobs.work_until_done import work_until_done
from crm_integration.models import Job
from tests.crm_integration.jobs.conftest import PROBE, Probe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("messages")]


def has_ended(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, finished_at__isnull=False).exists()


def no_pause() -> None:
    raise AssertionError("There was work.")


def test_whoever_waits_works_slice_after_slice(job: Job, probe: Probe) -> None:
    probe.slices = [ContinueWith({"page": 2}), ContinueWith({"page": 3}), Finished()]
    assert work_until_done(lambda: has_ended(job), deadline=Deadline.never(), pause=no_pause)
    assert probe.calls == 3


def test_jobs_that_come_first_are_worked_first(job: Job, probe: Probe) -> None:
    urgent = enqueue(kind=PROBE, priority=1)
    assert work_until_done(lambda: has_ended(urgent), deadline=Deadline.never(), pause=no_pause)
    assert not has_ended(job)


def test_a_living_worker_is_left_to_do_it(job: Job, probe: Probe) -> None:
    record_beat(timezone.now())

    def the_worker_does_it() -> None:
        run(str(job.pk))

    assert work_until_done(lambda: has_ended(job), deadline=Deadline.never(), pause=the_worker_does_it)
    assert probe.calls == 1


def test_waiting_ends_at_the_deadline(job: Job) -> None:
    assert not work_until_done(lambda: False, deadline=Deadline(ends_at=0.0), pause=no_pause)


def test_a_worker_is_alive_while_what_comes_through_the_queue_is_worked(db: None) -> None:
    assert not is_worker_alive(timezone.now())
    beat()
    assert is_worker_alive(timezone.now())
    assert not is_worker_alive(datetime(2099, 1, 1, tzinfo=UTC))
