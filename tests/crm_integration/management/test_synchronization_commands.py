"""From two demo companies to two systems in step, on the command line."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from crm_integration.dataverse.clients import forget_clients
from crm_integration.models import ConnectionSetup, Coupling, IntegrationFieldMapping, SynchJob
from crm_integration.synch_engine.mapping_store import seed_mappings
from erp.models import Customer
from tests.database_snapshot import built_once
from tests.demo_companies import two_demo_companies, two_demo_companies_in_step, two_empty_companies

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture(autouse=True)
def _new_clients() -> Iterator[None]:
    forget_clients()
    yield
    forget_clients()


@pytest.fixture
def empty(db: None) -> None:
    built_once(two_empty_companies)


@pytest.fixture
def demo(db: None) -> None:
    built_once(two_demo_companies)


@pytest.fixture
def in_step(db: None) -> None:
    built_once(two_demo_companies_in_step)


def command(name: str, *arguments: Any, **options: Any) -> tuple[str, int]:
    """Returns what the command printed, and its exit code."""
    out = io.StringIO()
    try:
        call_command(name, *arguments, stdout=out, stderr=out, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def counters() -> dict[str, int]:
    names = ("inserted", "modified", "failed", "coupled", "unchanged")
    return {name: sum(SynchJob.objects.values_list(name, flat=True)) for name in names}


def test_two_demo_companies_come_into_step_without_a_question_and_stay_so(demo: None) -> None:
    table, code = command("full_synch")
    assert code == 0, table
    assert "CUSTOMER <-> Couple Records Finished" in " ".join(table.split())
    assert Customer.objects.count() == Coupling.objects.filter(mapping="CUSTOMER").count() == 40
    SynchJob.objects.all().delete()
    assert command("full_synch", wait=True)[1] == 0
    again = counters()
    assert again.pop("unchanged") > 0
    assert set(again.values()) == {0}


def test_edits_on_both_sides_are_a_conflict_and_an_error_that_the_exit_code_tells(in_step: None) -> None:
    command("load_demo_data", edits=True)
    text, _ = command("synchronize", "customer", dry_run=True)
    assert "Nothing was written." in text
    assert "conflict" in text
    text, code = command("synchronize", "customer")
    assert (code, "failed" in text) == (1, True)
    assert command("synchronize", "currency", full=True)[1] == 0


def test_a_mapping_that_is_not_there_is_answered_with_those_that_are(empty: None) -> None:
    seed_mappings()
    with pytest.raises(CommandError, match=r"There is no mapping BLA\. There are: SALESPEOPLE"):
        command("synchronize", "bla")


def test_without_a_connection_the_way_to_it_is_said(empty: None) -> None:
    with pytest.raises(CommandError, match="Run the command connect first"):
        command("full_synch")


def test_connecting_without_arguments_reaches_the_embedded_crm(empty: None) -> None:
    text, code = command("connect")
    assert (code, "error" in text) == (0, False)
    assert ConnectionSetup.get().is_enabled


def test_what_is_missing_to_connect_is_named(empty: None) -> None:
    with pytest.raises(CommandError, match="Missing: --client-id, --client-secret"):
        command("connect", url="https://contoso.crm.dynamics.com", tenant="contoso", client_secret="")


@pytest.mark.parametrize("url", ["contoso", "http://contoso.example", "ftp://x", "https://x/path"])
def test_a_wrong_address_is_refused_with_a_sentence_and_stores_nothing(empty: None, url: str) -> None:
    with pytest.raises(CommandError, match=r"\w+ \w+.*\."):
        command("connect", url=url, tenant="contoso", client_id="a", client_secret="b")
    assert ConnectionSetup.get().environment_url == ""


def test_wrong_credentials_are_told_by_the_check_that_failed(empty: None) -> None:
    with pytest.raises(CommandError, match="not enabled"):
        command("connect", url="http://embedded.localhost", tenant="x", client_id="a", client_secret="b")
    assert not ConnectionSetup.get().is_enabled


def test_loading_again_changes_no_criteria_that_somebody_uses(in_step: None) -> None:
    rows = IntegrationFieldMapping.objects.filter(mapping="CUSTOMER")
    rows.update(use_for_match=False)
    command("load_demo_data")
    assert not rows.filter(use_for_match=True).exists()
