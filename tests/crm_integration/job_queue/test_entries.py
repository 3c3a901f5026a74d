"""Recurring jobs: due, asleep, woken, failed, held and run out of turn."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from crm_integration.job_queue import claim, entries, fail, finish
from crm_integration.job_queue.entries.chores import CUSTOMER_STATISTICS
from crm_integration.models import ConnectionSetup, Job, JobQueueEntry, SynchJob
from crm_integration.models import FullSynchReviewLine as Line
from crm_integration.synch_engine.mapping_store import seed_mappings, switch_sales_mappings
from crm_integration.table_mapping.declaration import JobDefaults
from tests.crm_integration.job_queue.conftest import NOON

Status = JobQueueEntry.Status
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _entries() -> None:
    seed_mappings()
    times = {name: JobDefaults(30, 720) for name in ("SALESPEOPLE", "CUSTOMER", "CONTACT")}
    entries.create_default_entries(times, now=NOON)


def entry(code: str = "CUSTOMER") -> JobQueueEntry:
    return JobQueueEntry.objects.get(pk=code)


def given(code: str = "CUSTOMER", **values: Any) -> JobQueueEntry:
    JobQueueEntry.objects.filter(pk=code).update(**{"status": Status.READY, "next_run_at": NOON, **values})
    return entry(code)


def switch(**values: bool) -> None:
    """Both layers of the connection on, unless something else is said."""
    on = {"is_enabled": True, "is_sales_integration_enabled": True} | values
    ConnectionSetup.objects.update_or_create(pk=1, defaults=on)
    switch_sales_mappings(is_on=on["is_sales_integration_enabled"])


def run(*, at: datetime, inserted: int = 0, failed: int = 0, error: str = "") -> JobQueueEntry:
    """Runs the entry that is due: what its job did, or how it failed."""
    (job,) = [job for job in entries.start_due(at) if job.kind == "synchronize"]
    end(job, at=at, inserted=inserted, failed=failed, error=error)
    return entry()


def end(job: Job | None, *, at: datetime, inserted: int = 0, failed: int = 0, error: str = "") -> None:
    assert job is not None
    lease = claim(job_id=job.pk, owner="worker", now=at)
    assert lease is not None
    SynchJob.objects.create(
        mapping_id="CUSTOMER",
        job=job,
        direction="to_integration_table",
        started_at=at,
        inserted=inserted,
        failed=failed,
        unchanged=5,
    )
    if error:
        fail(lease, error, now=at)
    else:
        finish(lease, now=at)
    entries.settle_entries(at)


def test_new_entries_are_on_hold_while_nothing_is_connected() -> None:
    codes = list(JobQueueEntry.objects.values_list("code", "status"))
    assert codes == [
        ("SALESPEOPLE", Status.ON_HOLD),
        ("CUSTOMER", Status.ON_HOLD),
        ("CONTACT", Status.ON_HOLD),
        ("RETENTION", Status.READY),
    ]


def test_creating_the_entries_again_changes_none() -> None:
    given(minutes_between_runs=7)
    entries.create_default_entries({"CUSTOMER": JobDefaults(1, 1), "CURRENCY": JobDefaults(2, 2)}, now=NOON)
    assert entry().minutes_between_runs == 7
    assert entry("CURRENCY").minutes_between_runs == 2


def test_entries_that_are_due_together_start_in_their_order() -> None:
    for code in ("CONTACT", "SALESPEOPLE", "CUSTOMER"):
        given(code)
    jobs = entries.start_due(NOON)
    assert [job.arguments.get("mapping") for job in jobs] == ["SALESPEOPLE", "CUSTOMER", "CONTACT", None]
    assert entries.start_due(NOON) == []


def test_what_a_full_synchronization_has_not_reached_waits_for_it() -> None:
    for code in ("SALESPEOPLE", "CUSTOMER"):
        given(code)
    Line.objects.create(mapping_id="SALESPEOPLE", run_id=uuid4(), status=Line.Status.IN_PROCESS)
    waiting = Line.objects.create(mapping_id="CUSTOMER", run_id=uuid4())
    started = [job.arguments.get("mapping") for job in entries.start_due(NOON)]
    assert "SALESPEOPLE" in started
    assert "CUSTOMER" not in started
    Line.objects.filter(pk=waiting.pk).update(status=Line.Status.FINISHED)
    assert [job.arguments.get("mapping") for job in entries.start_due(NOON)] == ["CUSTOMER"]


def test_an_entry_whose_mapping_is_switched_off_does_not_start() -> None:
    mapping = given().mapping
    assert mapping is not None
    mapping.is_enabled = False
    mapping.save()
    assert [job.kind for job in entries.start_due(NOON)] == ["retention"]


def test_a_run_that_found_work_is_followed_by_the_next_in_time() -> None:
    given()
    after = run(at=NOON, inserted=1)
    assert (after.status, after.next_run_at) == (Status.READY, NOON + 30 * MINUTE)


def test_failed_records_keep_an_entry_awake() -> None:
    given()
    assert run(at=NOON, failed=1).status == Status.READY


def test_a_run_without_work_is_followed_by_sleep_and_a_run_at_its_end() -> None:
    given()
    asleep = run(at=NOON)
    assert (asleep.status, asleep.next_run_at) == (Status.ASLEEP, NOON + 720 * MINUTE)
    assert entries.start_due(NOON + 719 * MINUTE) == []
    assert run(at=NOON + 720 * MINUTE).last_run_at == NOON + 720 * MINUTE


def test_a_change_wakes_the_sleeper_and_brings_the_next_run_forward() -> None:
    given(status=Status.ASLEEP, next_run_at=NOON + 600 * MINUTE)
    assert entries.wake(["CUSTOMER"], now=NOON) == 1
    assert (entry().status, entry().next_run_at) == (Status.READY, NOON + 5 * SECOND)
    assert entries.wake(["CUSTOMER"], now=NOON + SECOND) == 0
    assert entry().next_run_at == NOON + 5 * SECOND


def test_a_change_during_a_run_has_it_run_once_more() -> None:
    given()
    (job,) = [job for job in entries.start_due(NOON) if job.kind == "synchronize"]
    entries.wake(["CUSTOMER"], now=NOON + SECOND)
    assert entry().status == Status.IN_PROCESS
    end(job, at=NOON + 2 * SECOND)
    assert (entry().status, entry().next_run_at) == (Status.READY, NOON + 6 * SECOND)


@pytest.mark.parametrize("status", [Status.ON_HOLD, Status.ERROR])
def test_a_change_wakes_nobody_who_is_on_hold_or_in_error(status: str) -> None:
    given(status=status, next_run_at=None)
    assert entries.wake(["CUSTOMER"], now=NOON) == 0
    assert entry().status == status


@pytest.mark.parametrize("maximum", [2, 1])
def test_a_notification_wakes_an_entry_that_waited_for_the_crm_however_often(maximum: int) -> None:
    given(maximum_attempts=maximum, rerun_delay_seconds=3600)
    assert run(at=NOON, error="crm_transient").attempts == 1
    assert entries.wake(["CUSTOMER"], now=NOON) == 1
    assert (entry().status, entry().next_run_at) == (Status.READY, NOON + 5 * SECOND)


def test_a_notification_wakes_no_entry_that_failed_for_another_reason() -> None:
    given(rerun_delay_seconds=3600)
    failed = run(at=NOON, error="no_match_criteria")
    assert entries.wake(["CUSTOMER"], now=NOON) == 0
    assert entry().next_run_at == failed.next_run_at


def test_a_change_during_another_attempt_has_it_run_once_more() -> None:
    given(attempts=3)
    (job,) = [job for job in entries.start_due(NOON) if job.kind == "synchronize"]
    entries.wake(["CUSTOMER"], now=NOON + SECOND)
    end(job, at=NOON + 2 * SECOND)
    assert (entry().status, entry().next_run_at) == (Status.READY, NOON + 6 * SECOND)


def test_a_failed_run_is_tried_again_with_growing_delays_until_the_attempts_are_used_up() -> None:
    given(maximum_attempts=3, rerun_delay_seconds=30)
    first = run(at=NOON, error="unavailable")
    assert (first.status, first.attempts) == (Status.READY, 1)
    assert first.next_run_at == NOON + 30 * SECOND + timedelta(milliseconds=10)
    assert first.next_run_at is not None
    second = run(at=first.next_run_at, error="unavailable")
    assert second.next_run_at == first.next_run_at + 30 * SECOND + timedelta(milliseconds=100)
    third = run(at=NOON + MINUTE * 5, error="unavailable")
    assert (third.status, third.next_run_at) == (Status.ERROR, None)


def test_a_run_that_succeeds_forgets_the_attempts() -> None:
    given(attempts=4)
    assert run(at=NOON, inserted=1).attempts == 0


def test_holding_and_resuming() -> None:
    entries.hold_entry(given())
    assert entries.start_due(NOON + MINUTE)[0].kind == "retention"
    assert entry().status == Status.ON_HOLD
    entries.resume_entry(given(status=Status.ERROR, next_run_at=None, attempts=10), now=NOON)
    assert (entry().status, entry().next_run_at, entry().attempts) == (Status.READY, NOON, 0)


def test_switching_the_connection_off_and_on_holds_and_resumes_the_mappings_alone() -> None:
    given()
    entries.hold_what_is_off()
    assert entry().status == Status.ON_HOLD
    assert entry("RETENTION").status == Status.READY
    switch()
    entries.resume_what_is_on(now=NOON)
    assert entry().status == Status.READY


def test_what_a_person_put_on_hold_stays_there_when_the_connection_is_switched_on() -> None:
    switch()
    entries.hold_entry(given())
    switch(is_enabled=False, is_sales_integration_enabled=False)
    given("CONTACT")
    entries.hold_what_is_off()
    switch()
    entries.resume_what_is_on(now=NOON)
    assert (entry().status, entry("CONTACT").status) == (Status.ON_HOLD, Status.READY)


def test_jobs_of_the_sales_layer_follow_its_switch_alone() -> None:
    entries.create_default_entries({"ITEM-PRODUCT": JobDefaults(30, 720)}, now=NOON)
    entries.create_chore(CUSTOMER_STATISTICS, now=NOON)
    both = ("ITEM-PRODUCT", CUSTOMER_STATISTICS)
    for code in ("CUSTOMER", *both):
        given(code)
    switch(is_sales_integration_enabled=False)
    entries.hold_what_is_off()
    assert [entry(code).status for code in ("CUSTOMER", *both)] == [
        Status.READY,
        Status.ON_HOLD,
        Status.ON_HOLD,
    ]
    switch()
    entries.resume_what_is_on(now=NOON)
    assert [entry(code).status for code in both] == [Status.READY, Status.READY]


def test_connecting_again_does_not_wait_for_the_next_attempt() -> None:
    given(attempts=8, next_run_at=NOON + timedelta(hours=6))
    given("CONTACT", next_run_at=NOON + 20 * MINUTE)
    switch()
    entries.resume_what_is_on(now=NOON)
    assert (entry().next_run_at, entry().attempts) == (NOON, 0)
    assert entry("CONTACT").next_run_at == NOON + 20 * MINUTE


def test_run_now_runs_out_of_turn_before_everything_else() -> None:
    job = entries.run_now(given(status=Status.ASLEEP, next_run_at=NOON + 600 * MINUTE), now=NOON)
    assert (job.priority, entry().status) == (10, Status.IN_PROCESS)
    end(job, at=NOON, inserted=1)
    assert entry().status == Status.READY


def test_run_now_leaves_an_entry_on_hold_on_hold() -> None:
    end(entries.run_now(given(status=Status.ON_HOLD, next_run_at=None), now=NOON), at=NOON, inserted=1)
    assert entry().status == Status.ON_HOLD


def test_run_now_during_a_run_follows_it() -> None:
    given()
    (running,) = [job for job in entries.start_due(NOON) if job.kind == "synchronize"]
    claim(job_id=running.pk, owner="worker", now=NOON)
    assert entries.run_now(entry(), now=NOON) != running


def test_a_chore_that_is_switched_on_while_sales_integration_is_off_waits_for_it() -> None:
    switch(is_sales_integration_enabled=False)
    entries.create_chore(CUSTOMER_STATISTICS, now=NOON)
    waiting = entry(CUSTOMER_STATISTICS)
    assert (waiting.status, waiting.next_run_at) == (Status.ON_HOLD, None)
    switch()
    entries.resume_what_is_on(now=NOON)
    due = entry(CUSTOMER_STATISTICS)
    assert (due.status, due.next_run_at) == (Status.READY, NOON)
