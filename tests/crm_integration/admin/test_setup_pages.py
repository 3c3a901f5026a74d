"""The connection, the full synchronization and the recurring jobs, as an administrator runs them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm_integration.mappings.registry import SYNCHRONIZED_MAPPINGS, is_of_way
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    FullSynchReviewLine,
    IntegrationFieldMapping,
    Job,
    JobQueueEntry,
    SynchProblem,
)
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage, messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SETUP = "/admin/connection-setup/"
REVIEW = "/admin/full-synch-review/"


@pytest.fixture
def administrator(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def switch_off(administrator: Client) -> Any:
    """Both layers, the upper one first."""
    administrator.post(f"{SETUP}disable-sales/")
    return administrator.post(f"{SETUP}disable/", follow=True)


# The connection


def test_the_secret_is_never_shown_and_a_blank_one_keeps_it(stage: Stage, administrator: Client) -> None:
    secret = ConnectionSetup.get().client_secret
    page = administrator.get(SETUP)
    assert "Saved on" in text_of(page)
    replacing = administrator.get(f"{SETUP}?replace=secret")
    assert 'type="password"' in replacing.content.decode()
    assert secret not in page.content.decode() + replacing.content.decode()
    administrator.post(SETUP, posted_back(replacing, web_client_url="https://erp.example.com"))
    saved = ConnectionSetup.get()
    assert (saved.client_secret, saved.web_client_url) == (secret, "https://erp.example.com")


def test_the_test_tells_what_it_found(stage: Stage, administrator: Client) -> None:
    page = administrator.get(SETUP)
    answer = administrator.post(SETUP, posted_back(page, _test="1"), follow=True)
    assert messages_of(answer) == ["The connection test was successful. The settings are valid."]
    assert "The tables that are synchronized can be read." in text_of(answer)


def test_what_fails_its_test_is_not_saved(stage: Stage, administrator: Client) -> None:
    switch_off(administrator)
    before = ConnectionSetup.objects.values().get()
    typed = {"client_secret": "a guess", "web_client_url": "https://erp.example.com"}
    page = administrator.get(f"{SETUP}?replace=secret")
    answer = administrator.post(SETUP, posted_back(page, **typed, _test="1"))
    assert "What you entered is not saved, because the test failed." in text_of(answer)
    assert 'value="https://erp.example.com"' in answer.content.decode()
    assert "a guess" not in answer.content.decode()
    assert ConnectionSetup.objects.values().get() == before


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://crm.example.com", "The environment URL must begin with https://."),
        ("https://crm.example.com/main.aspx", "The environment URL must end after the host name."),
        ("not a url", "The environment URL is not a valid URL."),
    ],
)
def test_an_address_that_is_not_accepted_is_refused_beside_its_field(
    stage: Stage, administrator: Client, url: str, sentence: str
) -> None:
    page = administrator.get(SETUP)
    answer = administrator.post(SETUP, posted_back(page, environment_url=url))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert ConnectionSetup.get().environment_url == "http://embedded.localhost"


def test_a_connection_that_is_on_does_not_move(stage: Stage, administrator: Client) -> None:
    page = administrator.get(SETUP)
    answer = administrator.post(SETUP, posted_back(page, client_id="somebody else"))
    (said,) = answer.context["form"].errors["client_id"]
    assert said.startswith("Switch the connection off before you change where it leads; where Sales")
    assert f'<a href="{SETUP}disable/">Disable the Dataverse connection</a>' in answer.content.decode()


def test_switching_off_and_on_says_what_changes_and_keeps_everything(
    stage: Stage, administrator: Client
) -> None:
    stage.pair(name="Alfreds")
    answer = switch_off(administrator)
    assert messages_of(answer)[-1].startswith("The connection is off.")
    assert not ConnectionSetup.get().is_enabled
    assert set(JobQueueEntry.objects.filter(mapping__isnull=False).values_list("status", flat=True)) == {
        "on_hold"
    }
    assert "Not connected" in text_of(administrator.get("/admin/"))
    assert "7 integration table mappings are synchronized, as they were edited: SALESPEOPLE," in text_of(
        administrator.get(f"{SETUP}enable/")
    )
    administrator.post(f"{SETUP}enable/")
    assert ConnectionSetup.get().is_enabled
    assert Coupling.objects.count() == 1


def test_a_connection_that_fails_its_test_is_not_switched_on(stage: Stage, administrator: Client) -> None:
    switch_off(administrator)
    ConnectionSetup.objects.update(client_id="nobody")
    answer = administrator.post(f"{SETUP}enable/", follow=True)
    assert "The connection was not switched on." in text_of(answer)
    assert not ConnectionSetup.get().is_enabled


# Full Synch. Review


def test_a_full_synchronization_is_started_watched_and_ends_in_step(
    stage: Stage, administrator: Client
) -> None:
    stage.customer(name="Alfreds")
    assert "Nothing was looked at yet" in text_of(administrator.get(REVIEW))
    administrator.post(f"{REVIEW}start_full_synch/")
    running = administrator.get(f"{REVIEW}live/").content.decode()
    assert "data-poll-url" in running
    assert "Running" in running
    assert len(re.findall(r'aria-disabled="true" title="The full synchronization is going on', running)) == 2
    stage.work_with_review()
    done = administrator.get(f"{REVIEW}live/")
    assert "data-poll-url" not in done.content.decode()
    assert "Both sides are in step" in text_of(done)


def test_a_line_with_failed_records_is_not_shown_as_finished(stage: Stage, administrator: Client) -> None:
    customer = stage.customer(name="Alfreds")
    administrator.post(f"{REVIEW}start_full_synch/")
    stage.work_with_review()
    now = timezone.now()
    SynchProblem.objects.create(
        mapping_id="CUSTOMER",
        code="x",
        erp_id=customer.pk,
        cure=SynchProblem.Cure.REJECTED,
        first_failed_at=now,
        failed_at=now,
    )
    assert "1 failed" in text_of(administrator.get(REVIEW))


def test_starting_again_while_it_runs_attaches_to_the_run(stage: Stage, administrator: Client) -> None:
    administrator.post(f"{REVIEW}start_full_synch/")
    before = Job.objects.count()
    administrator.post(f"{REVIEW}start_full_synch/")
    assert Job.objects.count() == before


def test_a_run_is_stopped_and_its_line_started_again(stage: Stage, administrator: Client) -> None:
    stage.customer(name="Alfreds")
    administrator.post(f"{REVIEW}start_full_synch/")
    administrator.post(f"{REVIEW}stop_full_synch/")
    stage.work_with_review()
    stopped = FullSynchReviewLine.objects.get(status="error")
    assert "Stopped by a person." in text_of(administrator.get(REVIEW))
    administrator.post(f"{REVIEW}restart_line/", {"mapping": stopped.mapping_id})
    stage.work_with_review()
    stopped.refresh_from_db()
    assert stopped.status == "finished"


def test_nothing_is_reset_while_it_runs(stage: Stage, administrator: Client) -> None:
    administrator.post(f"{REVIEW}start_full_synch/")
    answer = administrator.post(f"{REVIEW}reset_review/", follow=True)
    assert messages_of(answer)[-1].startswith("The full synchronization is going on.")


def test_criteria_are_chosen_for_a_line_that_couples(stage: Stage, administrator: Client) -> None:
    stage.customer(name="Alfreds")
    stage.account(name="Alfreds")
    administrator.post(f"{REVIEW}reset_review/")
    page = text_of(administrator.get(REVIEW))
    assert "Select Coupling Criteria" in page
    assert "Recommend Full Synchronization" in page
    url = reverse("admin:match_based_coupling", args=["CUSTOMER"]) + "?from=review"
    row = IntegrationFieldMapping.objects.get(mapping="CUSTOMER", erp_field="name")
    chosen = {f"match-{row.pk}": "on", f"priority-{row.pk}": "2", f"case-{row.pk}": "on"}
    administrator.post(url, {**chosen, "_save": "1", "synch_after_coupling": "to_integration_table"})
    row.refresh_from_db()
    assert (row.use_for_match, row.match_priority, row.is_case_sensitive) == (True, 2, True)
    assert row.mapping.synch_after_coupling == "to_integration_table"
    assert "Review Selected Coupling Criteria" in text_of(administrator.get(REVIEW))


def test_a_line_that_couples_can_be_told_to_create_everything(stage: Stage, administrator: Client) -> None:
    stage.customer(name="Alfreds")
    stage.account(name="Other")
    administrator.post(f"{REVIEW}reset_review/")
    administrator.post(f"{REVIEW}recommend_full/", {"mapping": "CUSTOMER"})
    assert FullSynchReviewLine.objects.get(mapping="CUSTOMER").is_full_by_choice
    administrator.post(f"{REVIEW}recommend_full/?undo=1", {"mapping": "CUSTOMER"})
    assert not FullSynchReviewLine.objects.get(mapping="CUSTOMER").is_full_by_choice


def test_criteria_without_a_field_are_refused(stage: Stage, administrator: Client) -> None:
    IntegrationFieldMapping.objects.update(use_for_match=False)
    url = reverse("admin:match_based_coupling", args=["CUSTOMER"])
    answer = administrator.post(url, {"_save": "1", "synch_after_coupling": "no"})
    assert answer.status_code == 422
    assert "Choose at least one field of the mapping CUSTOMER" in text_of(answer)


# Job queue entries


def test_a_job_is_run_held_resumed_and_its_times_are_changed(stage: Stage, administrator: Client) -> None:
    url = "/admin/job-queue-entries/CUSTOMER/"
    administrator.post(f"{url}run_now/")
    assert Job.objects.get().arguments["mapping"] == "CUSTOMER"
    administrator.post(f"{url}hold/")
    assert JobQueueEntry.objects.get(code="CUSTOMER").status == "on_hold"
    assert "On hold" in text_of(administrator.get("/admin/job-queue-entries/"))
    administrator.post(f"{url}resume/")
    assert JobQueueEntry.objects.get(code="CUSTOMER").status == "ready"
    times = {"minutes_between_runs": "5", "inactivity_timeout_minutes": "60", "maximum_attempts": "3"}
    administrator.post(url, times)
    saved = JobQueueEntry.objects.filter(code="CUSTOMER").values(*times).get()
    assert saved == {name: int(value) for name, value in times.items()}
    assert administrator.post(url, {**times, "minutes_between_runs": "0"}).status_code == 422


def test_all_mappings_are_run_by_synchronize_modified_records(stage: Stage, administrator: Client) -> None:
    administrator.post("/admin/job-queue-entries/synchronize-modified-records/")
    on = {name for name in SYNCHRONIZED_MAPPINGS if is_of_way(name, by_unit_group=False)}
    assert {job.arguments["mapping"] for job in Job.objects.all()} == on


def test_a_job_can_be_watched_and_stopped(stage: Stage, administrator: Client) -> None:
    administrator.post("/admin/job-queue-entries/CUSTOMER/run_now/")
    job = Job.objects.get()
    url = reverse("admin:integration_job", args=[job.pk])
    assert "data-poll-url" in administrator.get(url).content.decode()
    administrator.post(reverse("admin:stop_integration_job", args=[job.pk]))
    job.refresh_from_db()
    assert job.status == "canceled"
    assert "data-poll-url" not in administrator.get(url).content.decode()
