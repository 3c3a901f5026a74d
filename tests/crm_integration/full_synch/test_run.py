"""A full synchronization runs its lines in dependency order, whoever starts it and whatever fails."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from crm_integration import full_synch
from crm_integration.models import Coupling, FullSynchReviewLine, IntegrationTableMapping, Job, SynchProblem
from tests.crm_integration.full_synch.conftest import BOTH, NOON, NOTHING, FullSynch

FIRST = [("SALESPEOPLE", "full"), ("CURRENCY", "full")]
ALL_FINISHED = dict.fromkeys(["SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT"], "finished")


def problem(mapping: str, **values: Any) -> SynchProblem:
    known = {"cure": "missing_coupling", "code": "not_coupled", "is_due": False, "erp_id": uuid4()}
    return SynchProblem.objects.create(
        mapping_id=mapping, first_failed_at=NOON, failed_at=NOON, **{**known, **values}
    )


def test_lines_start_when_those_that_they_depend_on_are_finished(run: FullSynch) -> None:
    run.start()
    assert run.jobs() == FIRST
    run.run("SALESPEOPLE")
    assert run.jobs() == [("CURRENCY", "full")]
    run.run("CURRENCY")
    assert run.jobs() == [("CUSTOMER", "full")]
    run.run("CUSTOMER")
    run.run("CONTACT")
    assert run.statuses() == ALL_FINISHED
    assert full_synch.running() is None
    assert full_synch.review(NOON).is_in_step


def test_what_may_be_the_same_on_both_sides_is_matched_first(run: FullSynch) -> None:
    run.sides = {"SALESPEOPLE": BOTH, "CURRENCY": BOTH}
    full_synch.create_lines(look=run.look)
    full_synch.recommend_full("CURRENCY")
    run.start()
    assert run.jobs() == [("SALESPEOPLE", "couple"), ("CURRENCY", "full")]
    creates = {job.arguments["mapping"]: job.arguments["create"] for job in Job.objects.all()}
    assert creates == {"SALESPEOPLE": False, "CURRENCY": True}


def test_a_line_without_records_starts_nothing_and_blocks_nobody(run: FullSynch) -> None:
    run.sides = {"SALESPEOPLE": NOTHING, "CURRENCY": NOTHING}
    run.start()
    assert run.jobs() == [("CUSTOMER", "full")]


def test_a_second_run_looks_at_what_is_coupled_already(run: FullSynch) -> None:
    run.sides = dict.fromkeys(IntegrationTableMapping.objects.values_list("name", flat=True), NOTHING)
    run.start()
    assert run.jobs() == []
    Coupling.objects.create(
        mapping_id="CURRENCY",
        erp_table="currency",
        erp_id="11111111-1111-1111-1111-111111111111",
        crm_table="transactioncurrency",
        crm_id="22222222-2222-2222-2222-222222222222",
    )
    run.start()
    assert run.jobs() == [("CURRENCY", "full")]


def test_a_mapping_that_is_switched_off_has_no_line_and_blocks_nobody(run: FullSynch) -> None:
    full_synch.create_lines(look=run.look)
    IntegrationTableMapping.objects.filter(name__in=["SALESPEOPLE", "CURRENCY"]).update(is_enabled=False)
    run.start()
    assert list(run.statuses()) == ["CUSTOMER", "CONTACT"]
    assert run.jobs() == [("CUSTOMER", "full")]


def test_starting_again_attaches_to_the_run_that_is_going_on(run: FullSynch) -> None:
    first = run.start()
    run.run("SALESPEOPLE")
    assert run.start() == first
    assert run.statuses()["SALESPEOPLE"] == "finished"
    assert Job.objects.count() == 2


def test_two_people_who_start_at_once_share_one_run(run: FullSynch) -> None:
    def look_while_somebody_else_starts(name: str) -> full_synch.Uncoupled:
        full_synch.start(now=NOON, look=run.look)
        return run.look(name)

    run_id = full_synch.start(now=NOON, look=look_while_somebody_else_starts)
    assert set(FullSynchReviewLine.objects.values_list("run_id", flat=True)) == {run_id}
    assert run.jobs() == FIRST


def test_starting_after_the_end_begins_anew(run: FullSynch) -> None:
    first = run.start()
    for name in ("SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT"):
        run.run(name)
    assert run.start() != first
    assert run.jobs() == FIRST
    assert run.statuses()["CONTACT"] == ""


def test_a_failed_line_blocks_its_dependants_with_a_sentence_until_it_is_restarted(run: FullSynch) -> None:
    run.start()
    run.run("SALESPEOPLE", error="no_match_criteria")
    run.run("CURRENCY")
    assert run.jobs() == []
    lines = {line.name: line for line in full_synch.review(NOON).lines}
    assert lines["SALESPEOPLE"].message_code == "no_match_criteria"
    assert (lines["CUSTOMER"].message_code, lines["CUSTOMER"].message_params) == (
        "waits_for_failed",
        {"names": "SALESPEOPLE"},
    )
    run.restart("SALESPEOPLE")
    assert run.jobs() == [("SALESPEOPLE", "full")]
    run.run("SALESPEOPLE")
    run.run("CUSTOMER")
    run.run("CONTACT")
    assert run.statuses() == ALL_FINISHED


def test_restarting_a_line_leaves_the_others_as_they_are(run: FullSynch) -> None:
    run.start()
    for name in ("SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT"):
        run.run(name)
    run.restart("CURRENCY")
    assert run.statuses() == {**ALL_FINISHED, "CURRENCY": "ready"}
    run.restart("CURRENCY")
    assert len(run.jobs()) == 1


def test_a_line_can_be_restarted_while_others_run(run: FullSynch) -> None:
    first = run.start()
    run.run("SALESPEOPLE", error="crm_privilege")
    run.restart("SALESPEOPLE")
    assert full_synch.running() == first
    assert run.jobs() == [("CURRENCY", "full"), ("SALESPEOPLE", "full")]


def test_a_canceled_job_ends_its_line_in_error(run: FullSynch) -> None:
    run.start()
    Job.objects.filter(arguments__mapping="CURRENCY").update(status="canceled", finished_at=NOON)
    full_synch.advance(NOON)
    assert run.statuses()["CURRENCY"] == "error"


def test_records_whose_cure_came_later_in_the_run_are_looked_at_before_it_ends(run: FullSynch) -> None:
    run.start()
    for name in ("SALESPEOPLE", "CURRENCY", "CUSTOMER"):
        run.run(name)
    waiting = problem("CUSTOMER")
    run.run("CONTACT", work=lambda: SynchProblem.objects.update(is_due=True))
    assert run.jobs() == [("CUSTOMER", "due")]
    assert run.statuses()["CUSTOMER"] == "ready"
    assert not full_synch.review(NOON).is_in_step
    run.run("CUSTOMER", work=waiting.delete)
    assert run.statuses() == ALL_FINISHED
    assert full_synch.review(NOON).is_in_step


def test_records_that_stay_due_do_not_keep_the_run_going(run: FullSynch) -> None:
    run.sides = {"CUSTOMER": NOTHING, "CONTACT": NOTHING, "CURRENCY": NOTHING}
    problem("SALESPEOPLE", cure="transient", is_due=True)
    run.start()
    for _ in range(4):
        run.run("SALESPEOPLE")
    assert full_synch.running() is None
    assert not full_synch.review(NOON).is_in_step


def test_the_lines_are_not_reset_while_a_run_is_going_on(run: FullSynch) -> None:
    run.start()
    with pytest.raises(full_synch.FullSynchIsRunning):
        full_synch.reset(look=run.look)
    for name in ("SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT"):
        run.run(name)
    full_synch.reset(look=run.look)
    assert set(run.statuses().values()) == {""}
    assert full_synch.review(timezone.now()).run_id is None


def test_the_lines_of_the_page_are_created_without_touching_those_that_ran(run: FullSynch) -> None:
    run.start()
    run.run("SALESPEOPLE")
    run.sides = {"SALESPEOPLE": NOTHING, "CUSTOMER": BOTH}
    full_synch.create_lines(look=run.look)
    lines = {line.name: line.recommendation for line in full_synch.review(NOON).lines}
    assert lines["SALESPEOPLE"] == "full_synchronization"
    assert lines["CUSTOMER"] == "couple_records"
