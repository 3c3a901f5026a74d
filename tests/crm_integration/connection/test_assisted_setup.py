"""The assisted setup leads from two empty systems to a connection that works, and nothing counts before."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone

from crm import metadata
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.dataverse.clients import forget_clients
from crm_integration.mappings.registry import SYNCHRONIZED_MAPPINGS
from crm_integration.models import (
    AssistedSetupDraft,
    ConnectionSetup,
    FullSynchReviewLine,
    IntegrationTableMapping,
    JobQueueEntry,
)
from tests.crm_integration.connection.guide import Guide, guide, place_of, problems_of
from tests.crm_integration.stage import messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def kim() -> Iterator[Guide]:
    """Nothing is set up, in neither system."""
    forget_clients()
    yield guide()
    forget_clients()
    metadata.refresh()


def test_an_administrator_comes_from_nothing_to_a_full_synchronization(kim: Guide) -> None:
    assert place_of(kim.open()) == "environment"
    assert place_of(kim.press("environment", "_embedded")) == "administrator-sign-in"
    assert place_of(kim.press("administrator-sign-in")) == "integration-user"
    assert place_of(kim.press("integration-user")) == "data"
    assert place_of(kim.press("data")) == "advanced"
    assert place_of(kim.press("advanced")) == "summary"
    assert not ConnectionSetup.objects.exists()

    answer = kim.finish()
    assert place_of(answer) == "admin/full-synch-review"
    assert messages_of(answer) == [
        "The connection is set up and on.",
        "The local currency of Business Central is USD now, as the base currency of Dynamics 365 Sales.",
        "The full synchronization runs in the background. You can leave this page.",
    ]
    setup = ConnectionSetup.get()
    assert (setup.environment_url, setup.is_enabled, setup.solution_differences) == (
        "http://embedded.localhost",
        True,
        [],
    )
    assert not AssistedSetupDraft.objects.exists()
    assert FullSynchReviewLine.objects.exclude(run_id=None).exists()


def test_going_back_keeps_what_was_typed_right_or_wrong(kim: Guide) -> None:
    kim.take_embedded()
    kim.press("data")
    typed = {"item_availability_url": "nonsense", "publishes_item_availability": "on"}
    assert place_of(kim.press("advanced", "_back", **typed)) == "data"
    page = kim.open("advanced").content.decode()
    assert 'value="nonsense"' in page
    assert AssistedSetupDraft.objects.get().publishes_item_availability


def test_whoever_comes_back_later_goes_on_where_it_was_left(kim: Guide) -> None:
    kim.take_embedded()
    assert place_of(guide("another-administrator").open()) == "data"
    assert place_of(kim.open("summary")) == "data"


def test_another_address_is_looked_at_again_before_anything_follows(kim: Guide) -> None:
    kim.take_embedded()
    answer = kim.press("environment", environment_url="https://crm.example.org")
    assert problems_of(answer) == [
        "Client Secret: Enter it again: the one that was saved was given for what stood here before, and "
        "goes nowhere else."
    ]
    assert place_of(kim.open()) == "environment"


def test_secrets_are_encrypted_in_the_draft_and_never_shown(kim: Guide) -> None:
    kim.press("environment", "_embedded")
    secret = AssistedSetupDraft.objects.get().client_secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM crm_integration_assistedsetupdraft")
        stored = str(cursor.fetchall())
    shown = kim.open("environment").content.decode()
    assert (bool(secret), secret in stored, secret in shown) == (True, False, False)
    assert "Saved on" in shown


def test_what_was_left_out_is_switched_off_before_any_of_its_jobs_can_run(kim: Guide) -> None:
    kim.take_embedded()
    kim.press("data", chosen_data=["salespeople", "customers"])
    kim.press("advanced")
    kim.finish(runs_full_synchronization=None)
    on = IntegrationTableMapping.objects.filter(is_enabled=True, name__in=SYNCHRONIZED_MAPPINGS)
    assert set(on.values_list("name", flat=True)) == {
        "SALESPEOPLE",
        "CUSTOMER",
    }
    assert set(JobQueueEntry.objects.exclude(mapping=None).values_list("code", flat=True)) == {
        "SALESPEOPLE",
        "CUSTOMER",
    }
    assert not FullSynchReviewLine.objects.exclude(run_id=None).exists()


def test_what_something_needs_is_named_and_switched_on_by_one_button(kim: Guide) -> None:
    kim.take_embedded()
    answer = kim.press("data", chosen_data=["customers"])
    assert problems_of(answer) == [
        "Data to synchronize: Customers and accounts need Salespeople: switch that on too, "
        "or leave Customers and accounts out."
    ]
    assert place_of(kim.press("data", "_needed", chosen_data=["customers"])) == "advanced"
    assert AssistedSetupDraft.objects.get().chosen_data == ["salespeople", "customers"]


def test_a_connection_that_is_on_is_not_set_up_anew(kim: Guide) -> None:
    connect_embedded(now=timezone.now())
    page = kim.open().content.decode()
    assert "The connection to http://embedded.localhost is on." in page
    kim.browser.post("/admin/assisted-setup/environment/", {"_next": "1"})
    assert not AssistedSetupDraft.objects.exists()


def test_the_home_page_leads_to_the_guide_while_nothing_is_set_up(kim: Guide) -> None:
    assert 'href="/admin/assisted-setup/"><h2>Connection</h2>' in kim.browser.get("/admin/").content.decode()
    assert "/admin/assisted-setup/" in kim.browser.get("/admin/connection-setup/").content.decode()


def test_what_was_entered_can_be_thrown_away(kim: Guide) -> None:
    kim.take_embedded()
    discard = "/admin/assisted-setup/discard/"
    assert "Discard what was entered?" in kim.browser.get(discard).content.decode()
    assert AssistedSetupDraft.objects.exists()
    answer = kim.browser.post(discard, follow=True)
    assert messages_of(answer) == ["What was entered is discarded. The connection is as it was."]
    assert not AssistedSetupDraft.objects.exists()
    assert place_of(kim.open()) == "environment"
