"""The review tells what page, JSON and command show."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from crm_integration import full_synch
from crm_integration.models import Job, SynchJob, SynchProblem
from tests.crm_integration.full_synch.conftest import NOON, NOTHING, FullSynch


def progress(mapping: str, **values: Any) -> Job:
    Job.objects.filter(arguments__mapping=mapping).update(status="running", started_at=NOON, **values)
    return Job.objects.get(arguments__mapping=mapping)


def test_progress_and_estimate_come_from_the_jobs(run: FullSynch) -> None:
    run.start()
    progress("SALESPEOPLE", done=30, total=60)
    progress("CURRENCY", done=10, total=100)
    full_synch.advance(NOON)
    review = full_synch.review(NOON + timedelta(seconds=20))
    assert (review.done, review.total, review.seconds_left, review.is_running) == (40, 160, 60, True)
    assert [(line.done, line.total) for line in review.lines] == [(30, 60), (10, 100), (0, None), (0, None)]


def test_the_synchronization_jobs_of_both_directions_can_be_followed(run: FullSynch) -> None:
    run.start()
    job = progress("SALESPEOPLE")
    there, back = (
        SynchJob.objects.create(
            mapping_id="SALESPEOPLE", job=job, direction=direction, status=status, started_at=NOON
        )
        for direction, status in (("to_integration_table", "success"), ("from_integration_table", "error"))
    )
    full_synch.advance(NOON)
    line = full_synch.review(NOON).lines[0]
    assert (line.to_integration_job_id, line.to_integration_status) == (there.pk, "success")
    assert (line.from_integration_job_id, line.from_integration_status) == (back.pk, "error")


def test_failed_records_are_counted_and_owed_lookups_are_not(run: FullSynch) -> None:
    run.start()
    for cure in ("conflict", "rejected", "owed"):
        SynchProblem.objects.create(
            mapping_id="CUSTOMER", cure=cure, code="x", erp_id=uuid4(), first_failed_at=NOON, failed_at=NOON
        )
    assert [line.failed_records for line in full_synch.review(NOON).lines] == [0, 0, 2, 0]
    assert full_synch.review(NOON).failed_records == 2


def test_a_record_whose_fields_fail_is_one_record_that_failed(run: FullSynch) -> None:
    run.start()
    customer, account = uuid4(), uuid4()
    for field in ("city", "salesperson_code"):
        failed("to_integration_table", erp_id=customer, crm_id=account, field=field)
    failed("from_integration_table", crm_id=uuid4())
    line = full_synch.review(NOON).lines[2]
    assert (line.failed_records, line.to_failed, line.from_failed) == (2, 1, 1)


def failed(direction: str, **values: Any) -> None:
    times = {"first_failed_at": NOON, "failed_at": NOON}
    SynchProblem.objects.create(
        mapping_id="CUSTOMER", cure="conflict", code="x", direction=direction, **values, **times
    )


def test_what_was_written_stays_when_the_run_comes_back_to_a_record(run: FullSynch) -> None:
    run.sides = dict.fromkeys(["SALESPEOPLE", "CURRENCY", "CONTACT"], NOTHING)
    run.start()
    SynchProblem.objects.create(
        mapping_id="CUSTOMER",
        cure="missing_coupling",
        code="x",
        erp_id=uuid4(),
        is_due=True,
        first_failed_at=NOON,
        failed_at=NOON,
    )
    run.run("CUSTOMER", work=lambda: wrote(inserted=4, modified=1, looked_at=6))
    SynchProblem.objects.all().delete()
    run.run("CUSTOMER", work=lambda: wrote(inserted=1, looked_at=1))
    line = full_synch.review(NOON).lines[2]
    assert (line.to_written, line.from_written, line.failed_records) == (6, 0, 0)
    assert (line.done, line.total) == (6, 6)


def wrote(*, looked_at: int, **counters: int) -> None:
    job = Job.objects.get(status="running")
    Job.objects.update(done=looked_at)
    SynchJob.objects.create(
        mapping_id="CUSTOMER",
        job=job,
        direction="to_integration_table",
        status="success",
        started_at=NOON,
        **counters,
    )


def test_what_an_estimate_counted_too_much_is_not_missing_in_the_end(run: FullSynch) -> None:
    run.start()
    run.run("SALESPEOPLE", work=lambda: Job.objects.filter(status="running").update(done=30, total=60))
    line = full_synch.review(NOON).lines[0]
    assert (line.status, line.done, line.total) == ("finished", 30, 30)


def test_whoever_started_it_is_named(run: FullSynch) -> None:
    laura = User.objects.create(username="laura")
    full_synch.start(now=NOON, look=run.look, requested_by=laura)
    review = full_synch.review(NOON)
    assert (review.requested_by, review.started_at) == ("laura", NOON)
    assert set(Job.objects.values_list("requested_by__username", flat=True)) == {"laura"}


def test_nothing_to_do_anywhere_is_being_in_step(run: FullSynch) -> None:
    run.sides = dict.fromkeys(["SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT"], NOTHING)
    run.start()
    review = full_synch.review(NOON)
    assert review.is_in_step
    assert all(line.has_nothing_to_do for line in review.lines)


def test_no_lines_at_all_is_not_being_in_step(db: None) -> None:
    assert not full_synch.review(NOON).is_in_step


def test_the_review_costs_three_questions(
    run: FullSynch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run.start()
    with django_assert_num_queries(3):
        full_synch.review(NOON)
