"""Two switches, their guards, what is said beforehand, the default setup, two administrators at once."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from crm.models import ServiceEndpoint
from crm_integration.connection import test_connection as connection_test
from crm_integration.mappings.registry import SALES_MAPPINGS
from crm_integration.models import (
    ConnectionSetup,
    FullSynchReviewLine,
    IntegrationTableMapping,
    JobQueueEntry,
)
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage, messages_of
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SETUP, REVIEW = "/admin/connection-setup/", "/admin/full-synch-review/"
DEFAULTS = f"{SETUP}use-default-setup/"


@pytest.fixture
def administrator(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def change(name: str, **values: Any) -> None:
    """As another administrator edits a mapping."""
    version = IntegrationTableMapping.objects.get(name=name).row_version
    IntegrationTableMapping.objects.filter(name=name).update(row_version=version + 1, **values)


def directions(*names: str) -> list[str]:
    return [IntegrationTableMapping.objects.get(name=name).direction for name in names]


def values_of(answer: Any, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', answer.content.decode())


def test_the_connection_is_not_switched_off_while_sales_integration_is_on(administrator: Client) -> None:
    page = administrator.get(f"{SETUP}disable/")
    assert "The Dataverse connection cannot go off while Sales integration is on." in text_of(page)
    assert f'href="{SETUP}disable-sales/"' in page.content.decode()
    answer = administrator.post(f"{SETUP}disable/", follow=True)
    assert messages_of(answer)[0].startswith("The Dataverse connection cannot go off while")
    assert ConnectionSetup.get().is_enabled


def test_switching_sales_integration_off_says_what_rests_and_rests_it(administrator: Client) -> None:
    administrator.post("/admin/job-queue-entries/RESOURCE-PRODUCT/hold/")
    said = text_of(administrator.get(f"{SETUP}disable-sales/"))
    assert "integration table mappings rest: UNIT OF MEASURE," in said
    assert "jobs are put on hold: UNIT OF MEASURE," in said
    administrator.post(f"{SETUP}disable-sales/", follow=True)
    mappings = text_of(administrator.get("/admin/integration-table-mappings/"))
    assert mappings.count("Sales integration is off") == len(SALES_MAPPINGS)
    answer = administrator.post("/admin/job-queue-entries/ITEM-PRODUCT/resume/", follow=True)
    assert messages_of(answer) == ["Sales integration is off. Enable it in the Connection Setup."]

    coming = text_of(administrator.get(f"{SETUP}enable-sales/"))
    assert "1 job stays on hold, because a person put it there: RESOURCE-PRODUCT." in coming
    administrator.post(f"{SETUP}enable-sales/")
    held = JobQueueEntry.objects.filter(status=JobQueueEntry.Status.ON_HOLD)
    assert list(held.values_list("code", flat=True)) == ["RESOURCE-PRODUCT"]


def test_the_review_shows_the_mappings_of_the_layers_that_are_on(administrator: Client) -> None:
    administrator.post(f"{REVIEW}reset_review/")
    assert "ITEM-PRODUCT" in text_of(administrator.get(REVIEW))
    administrator.post(f"{SETUP}disable-sales/")
    assert "ITEM-PRODUCT" not in text_of(administrator.get(REVIEW))
    administrator.post(f"{REVIEW}reset_review/")
    assert not FullSynchReviewLine.objects.filter(mapping__in=SALES_MAPPINGS).exists()


@pytest.mark.parametrize("page", ["item-availability", "sales-order-integration"])
def test_what_rests_on_sales_integration_is_not_switched_on_without_it(
    administrator: Client, page: str
) -> None:
    administrator.post(f"{SETUP}disable-sales/")
    said = text_of(administrator.get(SETUP))
    assert said.count("Needs Sales integration") == 2
    assert f'href="{SETUP}{page}/"' not in administrator.get(SETUP).content.decode()
    said = text_of(administrator.get(f"{SETUP}{page}/"))
    assert "This rests on Sales integration, which is off. Enable Sales integration first" in said


def test_enabling_leaves_changed_mappings_alone_and_offers_unticked_to_put_them_back(
    administrator: Client,
) -> None:
    administrator.post(f"{SETUP}disable-sales/")
    administrator.post(f"{SETUP}disable/")
    change("CUSTOMER", direction="to_integration_table")
    change("CONTACT", direction="to_integration_table")
    page = administrator.get(f"{SETUP}enable/")
    assert "2 mappings differ from the mappings as they are delivered." in text_of(page)
    assert "restored" not in posted_back(page)
    (customer, _contact) = values_of(page, "restored")
    administrator.post(f"{SETUP}enable/", {"restored": customer})
    assert directions("CUSTOMER", "CONTACT") == ["bidirectional", "to_integration_table"]
    assert ConnectionSetup.get().is_enabled


def test_the_default_setup_is_used_for_the_mappings_that_are_ticked_or_for_all(
    administrator: Client,
) -> None:
    assert "All mappings are as they are delivered" in text_of(administrator.get(DEFAULTS))
    names = ("CUSTOMER", "CONTACT", "ITEM-PRODUCT")
    for name in names:
        change(name, direction="to_integration_table")
    page = administrator.get(DEFAULTS)
    assert "What would change in CUSTOMER" in text_of(page)
    (chosen,) = (value for value in values_of(page, "restored") if value.startswith("CONTACT"))
    answer = administrator.post(DEFAULTS, {"restored": chosen, "_chosen": "1"}, follow=True)
    assert messages_of(answer) == ["The default setup is used again by: CONTACT."]
    assert directions(*names) == ["to_integration_table", "bidirectional", "to_integration_table"]
    shown = values_of(administrator.get(DEFAULTS), "shown")
    administrator.post(DEFAULTS, {"shown": shown, "_all": "1"})
    assert directions(*names) == ["bidirectional"] * 3


def test_a_mapping_that_somebody_edited_meanwhile_is_not_put_back(administrator: Client) -> None:
    change("CUSTOMER", direction="to_integration_table")
    change("CONTACT", direction="to_integration_table")
    shown = values_of(administrator.get(DEFAULTS), "shown")
    change("CONTACT", direction="from_integration_table")
    answer = administrator.post(DEFAULTS, {"shown": shown, "_all": "1"}, follow=True)
    assert "CONTACT" in messages_of(answer)[0]
    assert directions("CUSTOMER", "CONTACT") == ["to_integration_table", "from_integration_table"]


def test_of_two_administrators_who_save_at_once_the_second_is_told(administrator: Client) -> None:
    mine = posted_back(administrator.get(SETUP), ignore_integration_user_changes=None)
    theirs = posted_back(administrator.get(SETUP), web_client_url="https://erp.example.com")
    administrator.post(SETUP, theirs)
    answer = administrator.post(SETUP, mine)
    assert answer.status_code == 422
    assert "Somebody else changed the Connection Setup meanwhile." in text_of(answer)
    setup = ConnectionSetup.get()
    assert (setup.web_client_url, setup.ignore_integration_user_changes) == ("https://erp.example.com", True)


def test_enabling_overwrites_nothing_that_somebody_saved_while_the_connection_was_tested(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch_off()
    tested = connection_test.test_connection

    def meanwhile(**given: Any) -> connection_test.ConnectionTest:
        ConnectionSetup.objects.update(web_client_url="https://erp.example.com")
        return tested(**given)

    monkeypatch.setattr("crm_integration.connection.enable.test_connection", meanwhile)
    administrator.post(f"{SETUP}enable/")
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.web_client_url) == (True, "https://erp.example.com")


def test_resetting_the_web_client_url_has_the_crm_find_this_server_again(administrator: Client) -> None:
    page = administrator.get(SETUP)
    administrator.post(SETUP, posted_back(page, web_client_url="https://erp.example.com"))
    assert [each.url for each in ServiceEndpoint.objects.all()] == [
        "https://erp.example.com/api/dynamics/v1.0/notifications"
    ]
    said = text_of(administrator.get(f"{SETUP}reset-web-client-url/"))
    assert "becomes http://localhost:8000 ; it is https://erp.example.com now" in said
    administrator.post(f"{SETUP}reset-web-client-url/")
    assert [each.url for each in ServiceEndpoint.objects.all()] == [
        "http://localhost:8000/api/dynamics/v1.0/notifications"
    ]
    assert ConnectionSetup.get().web_client_url == ""


def test_the_page_counts_the_jobs_that_are_active_and_names_every_role(administrator: Client) -> None:
    page = administrator.get(SETUP)
    administrator.post(SETUP, posted_back(page, _test="1"))
    jobs = JobQueueEntry.objects.exclude(code="RETENTION").count()
    said = text_of(administrator.get(SETUP))
    assert f"All {jobs} jobs are active" in said
    user = ConnectionSetup.get().integration_user_name
    assert f"Integration User: complete, and {user} has it" in said
    administrator.post("/admin/job-queue-entries/CUSTOMER/hold/")
    assert f"{jobs - 1} of {jobs} jobs are active" in text_of(administrator.get(SETUP))
