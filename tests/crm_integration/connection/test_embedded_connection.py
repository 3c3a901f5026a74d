"""Connecting to the embedded CRM: tested, enabled, announced, disabled, enabled again."""

import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import responses
from django.core.management import call_command
from django.db import connection

from crm import metadata
from crm.models import Role, SdkMessageProcessingStep, ServiceEndpoint, SystemUser, SystemUserRole
from crm_integration.connection import test_connection as connection_test
from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.connection.check_result import CheckResult, ConnectionNotReady, Outcome
from crm_integration.connection.connect import connect
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.connection.destination import Destination
from crm_integration.connection.disable import SalesIntegrationIsOn, disable
from crm_integration.connection.enable import enable
from crm_integration.connection.switch_sales_integration import (
    disable_sales_integration,
    enable_sales_integration,
)
from crm_integration.connection.switch_sales_order_integration import (
    disable_sales_order_integration,
    enable_sales_order_integration,
    switch_automatic,
)
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import forget_clients
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.retry import RetryPolicy
from crm_integration.job_queue.entries import hold_entry
from crm_integration.mappings.registry import SALES_MAPPINGS, SYNCHRONIZED_MAPPINGS, is_of_way
from crm_integration.models import ConnectionSetup, IntegrationTableMapping, JobQueueEntry
from crm_integration.sentences import sentence
from erp.models import GeneralLedgerSetup
from erp.operations.initialize_company import initialize_company
from tests import database_snapshot
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 12, tzinfo=UTC)
ON = [mapping for name, mapping in SYNCHRONIZED_MAPPINGS.items() if is_of_way(name, by_unit_group=False)]
MAPPED = sorted({mapping.crm_table for mapping in ON})


_SNAPSHOT: list[database_snapshot.Rows] = []


def two_systems() -> None:
    call_command("crm_initialize")
    initialize_company()
    GeneralLedgerSetup.objects.update(lcy_code="USD")


@pytest.fixture(autouse=True)
def _two_systems(db: None) -> Iterator[None]:
    database_snapshot.built_once(two_systems)
    forget_clients()
    yield
    forget_clients()


def connected() -> ConnectionSetup:
    """As after connecting without arguments, which is done once."""
    if _SNAPSHOT:
        database_snapshot.replace(_SNAPSHOT)
    else:
        connect_embedded(now=NOW)
        _SNAPSHOT.extend(database_snapshot.take())
    forget_clients()
    metadata.refresh()
    return ConnectionSetup.get()


def troubles(results: Iterable[CheckResult]) -> list[tuple[str, Outcome]]:
    return [(found.code, found.outcome) for found in results if found.outcome is not Outcome.OK]


def job_statuses() -> set[str]:
    return set(JobQueueEntry.objects.filter(mapping__isnull=False).values_list("status", flat=True))


def steps() -> set[tuple[str, str]]:
    rows = SdkMessageProcessingStep.objects.values_list(
        "sdkmessagefilterid__primaryobjecttypecode", "sdkmessageid__name"
    )
    return set(rows)


def test_connecting_without_arguments_asks_no_question() -> None:
    assert troubles(connect_embedded(now=NOW)) == []
    setup = ConnectionSetup.get()
    assert (setup.environment_url, setup.is_enabled, setup.enabled_at) == (
        "http://embedded.localhost",
        True,
        NOW,
    )
    assert (setup.base_currency_code, setup.currency_precision) == ("USD", 2)
    assert setup.crm_version.startswith("9.2.")
    assert None not in (
        setup.integration_user_id,
        setup.organization_id,
        setup.business_unit_id,
        setup.default_team_id,
        setup.base_currency_id,
    )
    assert IntegrationTableMapping.objects.filter(name="CUSTOMER").exists()
    assert job_statuses() == {JobQueueEntry.Status.READY}


def test_connecting_twice_keeps_the_credentials_and_lost_ones_are_replaced() -> None:
    former = connected().client_secret
    connect_embedded(now=NOW)
    assert ConnectionSetup.get().client_secret == former
    ConnectionSetup.objects.update(client_id="lost")
    connect_embedded(now=NOW)
    again = ConnectionSetup.get()
    assert again.client_secret != former
    assert troubles(connection_test.test_connection(setup=again).results) == []


def test_a_test_of_the_connection_names_the_role_that_the_integration_user_lost() -> None:
    setup = connected()
    SystemUserRole.objects.filter(systemuser=setup.integration_user_id).delete()
    results = connection_test.test_connection(setup=setup).results
    (said,) = [sentence(found.code, found.params) for found in results if found.outcome is Outcome.ERROR]
    assert said.startswith("The integration user may not read these tables: organization, businessunit, ")
    assert "role Dynamics 365 Business Central Integration User in Dynamics" in said


def test_the_crm_is_asked_to_notify_us_of_the_mapped_tables() -> None:
    setup = connected()
    endpoint = ServiceEndpoint.objects.get()
    assert endpoint.url == "http://localhost:8000/api/dynamics/v1.0/notifications"
    assert setup.webhook_secret
    assert setup.webhook_secret in (endpoint.authvalue or "")
    assert steps() == {(table, message) for table in MAPPED for message in ("Create", "Update", "Delete")}
    assert setup.webhook_registered_at == NOW


def test_enabling_again_registers_nothing_twice_and_renews_the_secret() -> None:
    setup = connected()
    former = setup.webhook_secret
    enable(setup=setup, now=LATER)
    assert ConnectionSetup.get().webhook_secret not in ("", former)
    assert (ServiceEndpoint.objects.count(), len(steps())) == (1, SdkMessageProcessingStep.objects.count())
    assert ConnectionSetup.get().enabled_at == NOW


def test_a_mapping_that_was_switched_off_is_no_longer_notified_of() -> None:
    setup = connected()
    IntegrationTableMapping.objects.filter(crm_table="contact").update(is_enabled=False)
    enable(setup=setup, now=LATER)
    assert {table for table, _ in steps()} == set(MAPPED) - {"contact"}


def test_quotes_are_notified_of_and_processed_while_order_integration_is_on() -> None:
    setup = connected()
    setup.solution_checked_at = NOW
    setup.save()
    administrator = administrator_of_embedded()
    told = enable_sales_order_integration(setup=setup, administrator=administrator, now=NOW)
    assert told.code == "notifications_registered"
    assert {table for table, _ in steps()} == {*MAPPED, "quote"}
    switch_automatic(setup=setup, switch="auto_process_sales_quotes", is_on=True, now=NOW)
    assert JobQueueEntry.objects.filter(code="AUTO PROCESS SALES QUOTES").exists()
    enable(setup=setup, now=LATER)
    assert {table for table, _ in steps()} == {*MAPPED, "quote"}

    disable_sales_order_integration(setup=setup, administrator=administrator, now=LATER)
    assert {table for table, _ in steps()} == set(MAPPED)
    assert not JobQueueEntry.objects.filter(code="AUTO PROCESS SALES QUOTES").exists()
    assert not ConnectionSetup.get().auto_process_sales_quotes


def test_order_integration_works_although_the_crm_sends_no_notifications(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setup = connected()
    setup.solution_checked_at = NOW
    setup.save()

    def refuse(**_: object) -> None:
        raise DataverseError(cure=Cure.REJECTED, code="refused", message="No webhooks here")

    monkeypatch.setattr("crm_integration.connection.register_webhook.register_webhook", refuse)
    told = enable_sales_order_integration(setup=setup, administrator=administrator_of_embedded(), now=NOW)
    assert (told.code, told.outcome) == ("notifications_not_registered", Outcome.WARNING)
    assert ConnectionSetup.get().is_sales_order_integration_enabled


def test_disabling_holds_the_jobs_and_keeps_what_was_set_up() -> None:
    connected()
    IntegrationTableMapping.objects.filter(name="CUSTOMER").update(direction="to_integration_table")
    assert switch_off().code == "notifications_ended"
    found = ConnectionSetup.get()
    assert (found.is_enabled, found.disable_reason, found.webhook_secret) == (False, "", "")
    assert job_statuses() == {JobQueueEntry.Status.ON_HOLD}
    assert (ServiceEndpoint.objects.count(), steps()) == (0, set())

    enable(setup=found, now=LATER)
    assert job_statuses() == {JobQueueEntry.Status.READY, JobQueueEntry.Status.ON_HOLD}
    enable_sales_integration(now=LATER)
    assert job_statuses() == {JobQueueEntry.Status.READY}
    assert IntegrationTableMapping.objects.get(name="CUSTOMER").direction == "to_integration_table"
    assert ConnectionSetup.get().enabled_at == LATER


def test_the_connection_cannot_go_off_while_sales_integration_is_on() -> None:
    connected()
    with pytest.raises(SalesIntegrationIsOn):
        disable()
    assert ConnectionSetup.get().is_enabled
    assert job_statuses() == {JobQueueEntry.Status.READY}


def test_sales_integration_goes_off_and_on_with_its_mappings_jobs_and_notifications_alone() -> None:
    connected()
    hold_entry(JobQueueEntry.objects.get(code="RESOURCE-PRODUCT"))
    disable_sales_integration(now=LATER)
    base = {name for name in SYNCHRONIZED_MAPPINGS if name not in SALES_MAPPINGS}
    assert set(IntegrationTableMapping.objects.on().values_list("name", flat=True)) == base
    ready = JobQueueEntry.objects.filter(status=JobQueueEntry.Status.READY, mapping__isnull=False)
    assert set(ready.values_list("code", flat=True)) == base
    assert {table for table, _ in steps()} == {
        "account",
        "contact",
        "systemuser",
        "transactioncurrency",
    }

    enable_sales_integration(now=LATER)
    assert {table for table, _ in steps()} == set(MAPPED)
    held = JobQueueEntry.objects.filter(status=JobQueueEntry.Status.ON_HOLD)
    assert [entry.code for entry in held] == ["RESOURCE-PRODUCT"]


def test_sales_integration_needs_the_connection() -> None:
    connected()
    switch_off()
    with pytest.raises(DataverseError) as refused:
        enable_sales_integration(now=LATER)
    assert refused.value.code == "connection_is_off"
    assert not ConnectionSetup.get().is_sales_integration_enabled


def test_disabling_works_although_the_crm_cannot_be_reached() -> None:
    setup = connected()
    setup.client_secret = "no longer valid"
    setup.save()
    result = switch_off()
    assert (result.code, result.outcome) == ("notifications_not_ended", Outcome.WARNING)
    assert not ConnectionSetup.get().is_enabled


def test_an_administrator_is_refused_as_integration_user() -> None:
    setup = connected()
    user = SystemUser.objects.get(pk=setup.integration_user_id)
    administrator = Role.objects.get(name="System Administrator")
    SystemUserRole.objects.create(systemuser=user, role=administrator)
    test = connection_test.test_connection(setup=setup)
    assert troubles(test.results) == [("integration_user_is_administrator", Outcome.ERROR)]
    assert not test.has_passed


def test_an_erp_without_a_local_currency_takes_over_the_base_currency() -> None:
    GeneralLedgerSetup.objects.update(lcy_code="")
    connect_embedded(now=NOW)
    assert GeneralLedgerSetup.objects.get().lcy_code == "USD"


def test_what_is_not_ready_is_not_enabled_and_nothing_is_stored() -> None:
    GeneralLedgerSetup.objects.update(lcy_code="XTS")
    with pytest.raises(ConnectionNotReady) as caught:
        connect_embedded(now=NOW)
    assert troubles(caught.value.results) == [("base_currency_has_no_exchange_rate", Outcome.ERROR)]
    assert not ConnectionSetup.objects.exists()
    assert steps() == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"environment_url": "http://crm.example.org"}, "url_not_https"),
        ({"environment_url": "http://embedded.localhost/main.aspx"}, "url_has_path"),
        ({"environment_url": "nonsense"}, "url_invalid"),
        ({"client_secret": ""}, "credentials_missing"),
        ({"client_secret": "wrong"}, "invalid_client"),
    ],
)
def test_a_test_of_the_connection_says_what_is_wrong(changes: dict[str, str], code: str) -> None:
    setup = connected()
    for name, value in changes.items():
        setattr(setup, name, value)
    test = connection_test.test_connection(setup=setup)
    assert troubles(test.results) == [(code, Outcome.ERROR)]
    [found] = test.results
    assert code not in sentence(found.code, found.params)


def test_a_host_that_does_not_answer_is_not_promised_to_be_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection_test, "FOR_READERS", RetryPolicy(attempts=1))
    setup = ConnectionSetup(
        environment_url="https://contoso.crm4.dynamics.com", tenant="t", client_id="c", client_secret="s"
    )
    with responses.RequestsMock() as network:
        network.post(
            "https://login.microsoftonline.com/t/oauth2/v2.0/token", body=requests.ConnectionError("no route")
        )
        test = connection_test.test_connection(setup=setup)
    assert troubles(test.results) == [("environment_not_reached", Outcome.ERROR)]


def test_a_host_that_accepts_and_stays_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    in_a_hurry = replace(connection_test.FOR_READERS, longest_silence=0.2)
    monkeypatch.setattr(connection_test, "FOR_READERS", in_a_hurry)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        setup = ConnectionSetup(
            environment_url=f"http://127.0.0.1:{port}", tenant="t", client_id="c", client_secret="s"
        )
        began = time.monotonic()
        test = connection_test.test_connection(setup=setup)
    assert troubles(test.results) == [("environment_not_reached", Outcome.ERROR)]
    assert time.monotonic() - began < 5


def test_the_first_table_that_cannot_be_asked_for_ends_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    setup, asked = connected(), []

    def silence(client: DataverseClient, entity_set: str, **_: Any) -> Iterator[Any]:
        asked.append(entity_set)
        raise DataverseError(cure=Cure.TRANSIENT, code="timed_out", message="The host did not answer.")

    monkeypatch.setattr(DataverseClient, "pages", silence)
    test = connection_test.test_connection(setup=setup)
    assert troubles(test.results) == [("environment_not_reached", Outcome.ERROR)]
    assert asked == ["organizations"]


def test_a_user_without_roles_is_told_which_table_it_may_not_read() -> None:
    setup = connected()
    SystemUserRole.objects.filter(systemuser__pk=str(setup.integration_user_id)).delete()
    test = connection_test.test_connection(setup=setup)
    assert {outcome for _, outcome in troubles(test.results)} == {Outcome.ERROR}
    assert test.facts is None
    assert any("account" in sentence(found.code, found.params) for found in test.results)


def test_a_crm_without_webhooks_is_connected_with_a_warning() -> None:
    connected()
    switch_off()
    role = Role.objects.get(name="Dynamics 365 Business Central Integration User")
    role.privileges.filter(table__in=["serviceendpoint", "sdkmessageprocessingstep"]).delete()
    results = enable(setup=ConnectionSetup.get(), now=LATER)
    assert troubles(results) == [("notifications_not_registered", Outcome.WARNING)]
    assert ConnectionSetup.get().is_enabled


@pytest.mark.parametrize("tenant", ["../x", " "])
def test_an_impossible_tenant_is_refused_before_anything_is_sent(tenant: str) -> None:
    with pytest.raises(DataverseError) as caught:
        connect(
            Destination(
                environment_url="http://embedded.localhost", tenant=tenant, client_id="x", client_secret="y"
            ),
            now=NOW,
        )
    assert caught.value.code == "tenant_invalid"


def test_the_secret_is_encrypted_at_rest() -> None:
    setup = connected()
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_secret, webhook_secret FROM crm_integration_connectionsetup")
        stored = cursor.fetchone()
    assert setup.client_secret not in stored
    assert setup.webhook_secret not in stored
