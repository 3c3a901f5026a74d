"""What becomes of a job when a slice of it was run."""

from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest
import time_machine

from crm_integration.job_queue import (
    ContinueWith,
    Deadline,
    Failed,
    Finished,
    Lease,
    Outcome,
    Postponed,
    RetryAt,
    cancel,
    claim,
    hold,
    reap,
)
from crm_integration.jobs.run_job import run_job
from crm_integration.models import Job
from tests.crm_integration.jobs.conftest import Probe

Status = Job.Status
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("messages")]


def after(job: Job) -> Job:
    job.refresh_from_db()
    return job


SECRET = "-".join(["known", "to", "nobody"])


def explode(*_: Any) -> NoReturn:
    raise ZeroDivisionError(SECRET)


def test_a_finished_slice_finishes_the_job(job: Job, probe: Probe) -> None:
    assert run_job(job.pk)
    assert (after(job).status, job.lease_owner, job.lease_until) == (Status.FINISHED, "", None)


def test_the_same_message_again_runs_nothing(job: Job, probe: Probe) -> None:
    run_job(job.pk)
    assert not run_job(job.pk)
    assert probe.calls == 1


def test_a_slice_gets_its_arguments_and_its_time(job: Job, probe: Probe) -> None:
    seen: list[Any] = []

    def look(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
        seen.extend([lease.job_id, arguments, deadline.is_over])
        return Finished()

    probe.slices = [look]
    run_job(job.pk, slice_seconds=60)
    assert seen == [job.pk, {"of": "a test"}, False]


def test_work_that_is_not_done_goes_on_from_its_cursor(job: Job, probe: Probe) -> None:
    probe.slices = [ContinueWith({"page": 2}), Finished()]
    run_job(job.pk)
    assert (after(job).status, job.cursor) == (Status.READY, {"page": 2})
    run_job(job.pk)
    assert after(job).status == Status.FINISHED


def test_a_failure_ends_the_job_with_its_reason(job: Job, probe: Probe) -> None:
    probe.slices = [Failed("no_match_criteria", {"mapping": "CUSTOMER"})]
    run_job(job.pk)
    assert (after(job).status, job.message_code) == (Status.FAILED, "no_match_criteria")


def test_an_outage_of_hours_costs_no_attempt_and_the_pauses_grow(job: Job, probe: Probe) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        probe.slices = [Postponed("crm_transient") for _ in range(40)]
        pauses = []
        for _ in range(40):
            assert run_job(job.pk)
            assert (after(job).status, job.attempts) == (Status.READY, 0)
            assert job.not_before is not None
            pauses.append((job.not_before - datetime.now(UTC)).total_seconds())
            clock.move_to(job.not_before)
        assert pauses[:6] == [15, 30, 60, 120, 240, 300]
        assert (max(pauses), sum(pauses) > 2 * 3600) == (300, True)
        run_job(job.pk)
    assert after(job).status == Status.FINISHED


def test_whoever_is_away_says_how_long(job: Job, probe: Probe) -> None:
    with time_machine.travel(NOON, tick=False):
        probe.slices = [Postponed("crm_transient", not_before=NOON + timedelta(hours=1))]
        run_job(job.pk)
    assert after(job).not_before == NOON + timedelta(hours=1)


def test_a_job_that_waits_for_the_end_of_an_outage_is_stopped_at_once(job: Job, probe: Probe) -> None:
    probe.slices = [Postponed("crm_transient")]
    run_job(job.pk)
    cancel(job.pk, now=NOON)
    assert after(job).status == Status.CANCELED


def test_progress_after_an_outage_has_the_pauses_begin_anew(job: Job, probe: Probe) -> None:
    def advance_then_wait(lease: Lease, *_: Any) -> Outcome:
        hold(lease, now=NOON, cursor={"page": 2})
        return Postponed("crm_transient")

    with time_machine.travel(NOON, tick=False) as clock:
        probe.slices = [Postponed("crm_transient"), Postponed("crm_transient"), advance_then_wait]
        for _ in range(3):
            run_job(job.pk)
            clock.shift(timedelta(minutes=5))
    assert after(job).waits == 1


def test_an_outage_without_end_is_told_at_last(job: Job, probe: Probe, settings: Any) -> None:
    settings.JOB_MAXIMUM_WAITS = 2
    with time_machine.travel(NOON, tick=False) as clock:
        probe.slices = [Postponed("crm_transient") for _ in range(3)]
        for _ in range(3):
            assert run_job(job.pk)
            clock.shift(timedelta(minutes=5))
    assert (after(job).status, job.message_code) == (Status.FAILED, "crm_transient")


def test_what_passes_is_waited_for(job: Job, probe: Probe) -> None:
    with time_machine.travel(NOON, tick=False):
        probe.slices = [RetryAt(NOON + timedelta(seconds=20), "crm_transient", {"code": "429"})]
        run_job(job.pk)
        assert (after(job).status, job.attempts, job.message_code) == (Status.READY, 1, "crm_transient")
        assert not run_job(job.pk)
    with time_machine.travel(NOON + timedelta(seconds=20), tick=False):
        assert run_job(job.pk)


def test_what_does_not_pass_is_given_up_with_its_reason(job: Job, probe: Probe, settings: Any) -> None:
    settings.JOB_MAXIMUM_ATTEMPTS = 3
    with time_machine.travel(NOON, tick=False) as clock:
        probe.slices = [RetryAt(NOON, "crm_transient") for _ in range(3)]
        for _ in range(3):
            assert run_job(job.pk)
            clock.shift(timedelta(seconds=2))
    assert (after(job).status, job.message_code) == (Status.FAILED, "crm_transient")


def test_progress_between_failures_renews_the_attempts(job: Job, probe: Probe, settings: Any) -> None:
    settings.JOB_MAXIMUM_ATTEMPTS = 2

    def advance_then_wait(lease: Lease, *_: Any) -> Outcome:
        hold(lease, now=NOON, cursor={"page": probe.calls})
        return RetryAt(NOON)

    with time_machine.travel(NOON, tick=False) as clock:
        probe.slices = [advance_then_wait] * 5
        for _ in range(5):
            run_job(job.pk)
            clock.shift(timedelta(seconds=2))
    assert (after(job).status, job.cursor, job.attempts) == (Status.READY, {"page": 5}, 1)


def test_the_unexpected_is_tried_again_a_few_times_and_never_quoted(
    job: Job, probe: Probe, caplog: pytest.LogCaptureFixture
) -> None:
    probe.slices = [explode] * 3
    with time_machine.travel(NOON, tick=False) as clock:
        for attempt in range(3):
            assert run_job(job.pk), f"attempt {attempt}"
            clock.shift(timedelta(minutes=5))
    assert (after(job).status, job.message_code) == (Status.FAILED, "unexpected")
    assert job.message_params == {"error": "ZeroDivisionError"}
    assert "ZeroDivisionError" in caplog.text
    assert "in explode" in caplog.text
    assert SECRET not in caplog.text


def test_a_kind_that_nobody_knows_fails_at_once(db: None) -> None:
    job = Job.objects.create(kind="from_a_later_version")
    run_job(job.pk)
    assert after(job).message_code == "unknown_kind"


def test_a_job_that_was_given_to_another_worker_is_left_to_it(job: Job, probe: Probe) -> None:
    def lose(lease: Lease, *_: Any) -> Outcome:
        later = datetime.now(UTC) + timedelta(hours=1)
        reap(later)
        assert claim(job_id=lease.job_id, owner="another", now=later) is not None
        return Finished()

    probe.slices = [lose]
    assert run_job(job.pk)
    assert (after(job).status, job.lease_owner, job.fence) == (Status.RUNNING, "another", 2)


def test_a_job_that_is_canceled_while_it_runs_does_not_go_on(job: Job, probe: Probe) -> None:
    def be_canceled(lease: Lease, *_: Any) -> Outcome:
        cancel(lease.job_id, now=NOON)
        return ContinueWith({"page": 2})

    probe.slices = [be_canceled]
    run_job(job.pk)
    assert after(job).status == Status.CANCELED


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interrupted_job_is_ready_for_the_next_worker(
    job: Job, probe: Probe, interruption: type[BaseException]
) -> None:
    def interrupt(*_: Any) -> NoReturn:
        raise interruption

    probe.slices = [interrupt]
    with pytest.raises(interruption):
        run_job(job.pk)
    assert (after(job).status, job.message_code) == (Status.READY, "interrupted")
