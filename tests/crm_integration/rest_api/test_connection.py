"""Other software reads how the connection is; an administrator's changes, tests and switches it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from crm_integration.actions import on_connection
from crm_integration.connection import change_web_client_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup
from erp.admin.roles import ADMINISTRATOR, API_CLIENT
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CONNECTION = "connection"
ON_PREMISES = {
    "authenticationType": "Ad",
    "environmentUrl": "https://crm.contoso.example",
    "clientSecret": "p",
}


def test_the_connection_is_told_without_its_secrets(stage: Stage, caller: Callable[[str], Caller]) -> None:
    answer = caller(API_CLIENT).get(CONNECTION)
    told, setup = answer.json(), ConnectionSetup.get()
    assert (told["enabled"], told["environmentUrl"]) == (True, setup.environment_url)
    assert told["integrationTableMappingsEnabled"] <= told["integrationTableMappings"]
    assert 0 < told["jobQueueEntriesActive"] <= told["jobQueueEntries"]
    assert told["clientSecretSaved"] is True
    for secret in (setup.client_secret, setup.webhook_secret):
        assert secret
        assert secret not in answer.content.decode()


def test_the_properties_that_are_asked_for_are_told_alone(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    told = caller(API_CLIENT).get(f"{CONNECTION}?$select=enabled,couplings").json()
    assert {name for name in told if "@" not in name} == {"enabled", "couplings"}
    for query in ("$select=isEnabled", "$filter=enabled eq true"):
        assert caller(API_CLIENT).get(f"{CONNECTION}?{query}").status_code == 400


def test_a_change_names_the_state_that_was_read(stage: Stage, caller: Callable[[str], Caller]) -> None:
    administrator = caller(ADMINISTRATOR)
    tag, secret = administrator.get(CONNECTION)["ETag"], ConnectionSetup.get().client_secret
    change = {"ignoreIntegrationUserChanges": False, "webClientUrl": "https://erp.example.com"}
    changed = administrator.patch(CONNECTION, change, etag=tag)
    assert (changed.status_code, changed.json()["webClientUrl"]) == (200, "https://erp.example.com")
    assert error_of(administrator.patch(CONNECTION, {}, etag=tag)) == (409, "Request_EntityChanged")
    unnamed = administrator.send("PATCH", CONNECTION, change)
    assert error_of(unnamed) == (400, "BadRequest_InvalidToken")
    setup = ConnectionSetup.get()
    assert (setup.ignore_integration_user_changes, setup.client_secret) == (False, secret)


def test_of_two_administrators_who_save_at_once_the_second_is_told(
    stage: Stage, caller: Callable[[str], Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    pointed = on_connection.point_setup

    def meanwhile(*given: Any, **more: Any) -> None:
        ConnectionSetup.objects.update(web_client_url="https://theirs.example.com")
        pointed(*given, **more)

    monkeypatch.setattr(on_connection, "point_setup", meanwhile)
    refused = caller(ADMINISTRATOR).patch(CONNECTION, {"webClientUrl": "https://mine.example.com"})
    assert error_of(refused) == (409, "connection_changed_meanwhile")
    assert ConnectionSetup.get().web_client_url == "https://theirs.example.com"


def test_the_connection_is_tested_and_switched_off_and_on(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    tested = administrator.post(f"{CONNECTION}/Dynamics.test").json()
    assert (tested["passed"], tested["code"]) == (True, "connection_tested")
    assert all(check["message"] for check in tested["results"])
    refused = administrator.post(f"{CONNECTION}/Dynamics.disable")
    assert error_of(refused) == (409, "sales_integration_is_on")
    rests = administrator.post(f"{CONNECTION}/Dynamics.disableSalesIntegration").json()
    assert rests["code"] == "sales_integration_disabled"
    assert administrator.post(f"{CONNECTION}/Dynamics.disable").json()["code"] == "connection_disabled"
    assert administrator.get(CONNECTION).json()["enabled"] is False
    assert administrator.post(f"{CONNECTION}/Dynamics.enable").json()["passed"] is True
    assert administrator.get(CONNECTION).json()["enabled"] is True
    assert administrator.post(f"{CONNECTION}/Dynamics.enableSalesIntegration").json()["passed"] is True
    assert administrator.get(CONNECTION).json()["salesIntegrationEnabled"] is True


def test_a_secret_that_is_not_accepted_is_said_and_nothing_is_enabled(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    administrator.post(f"{CONNECTION}/Dynamics.disableSalesIntegration")
    administrator.post(f"{CONNECTION}/Dynamics.disable")
    saved = administrator.patch(CONNECTION, {"clientSecret": "wrong"})
    assert saved.status_code == 200
    assert "clientSecret" not in saved.json()
    assert administrator.post(f"{CONNECTION}/Dynamics.test").json()["passed"] is False
    refused = administrator.post(f"{CONNECTION}/Dynamics.enable")
    assert error_of(refused) == (409, "connection_not_ready")
    assert any(check["outcome"] == "Error" for check in refused.json()["error"]["results"])
    assert not ConnectionSetup.get().is_enabled


def test_what_cannot_be_done_with_the_connection_is_refused(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator, software = caller(ADMINISTRATOR), caller(API_CLIENT)
    asked = {
        "elsewhere": administrator.patch(CONNECTION, {"environmentUrl": "https://other.example.com"}),
        "no address": administrator.patch(CONNECTION, {"environmentUrl": "ftp:/x"}),
        "too long": administrator.patch(CONNECTION, {"tenant": "x" * 101}),
        "no link": administrator.patch(CONNECTION, {"webClientUrl": "javascript:alert(1)"}),
        "read only": administrator.patch(CONNECTION, {"enabled": False}),
        "deploy": administrator.post(f"{CONNECTION}/Dynamics.redeployIntegrationSolution"),
        "software": software.patch(CONNECTION, {"tenant": "x"}),
        "software tests": software.post(f"{CONNECTION}/Dynamics.test"),
    }
    assert {name: error_of(answer) for name, answer in asked.items()} == {
        "elsewhere": (409, "connection_is_on"),
        "no address": (400, "url_invalid"),
        "too long": (400, "Application_StringExceededLength"),
        "no link": (400, "Application_EvaluateException"),
        "read only": (400, "BadRequest"),
        "deploy": (409, "administrator_sign_in_needed"),
        "software": (403, "Authorization_RequestDenied"),
        "software tests": (403, "Authorization_RequestDenied"),
    }
    assert asked["deploy"].json()["error"]["cureUrl"].startswith("/admin/")


def test_what_the_crm_could_not_be_told_is_a_warning_of_the_change(
    stage: Stage, caller: Callable[[str], Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(**_given: object) -> None:
        raise DataverseError(cure=Cure.TRANSIENT, code="", message="Nobody answers.")

    administrator = caller(ADMINISTRATOR)
    assert "warning" not in administrator.patch(CONNECTION, {"ignoreIntegrationUserChanges": False}).json()
    monkeypatch.setattr(change_web_client_url, "unregister_webhook", unreachable)
    changed = administrator.patch(CONNECTION, {"webClientUrl": "https://erp.example.com"})
    assert (changed.status_code, changed.json()["webClientUrl"]) == (200, "https://erp.example.com")
    warning = changed.json()["warning"]
    assert warning["code"] == "notifications_not_ended"
    assert "Nobody answers." in warning["message"]


def test_what_jobs_write_is_in_nobody_s_way_and_switches_that_are_not_named_stay(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    ConnectionSetup.objects.update(
        is_sales_order_integration_enabled=True,
        auto_process_sales_quotes=True,
        auto_create_sales_orders=False,
    )
    tag = administrator.get(CONNECTION)["ETag"]
    ConnectionSetup.objects.update(order_states_read_at=timezone.now(), statistics_synched_at=timezone.now())
    assert administrator.get(CONNECTION)["ETag"] == tag
    changed = administrator.patch(CONNECTION, {"automaticallyCreateSalesOrders": True}, etag=tag)
    assert changed.status_code == 200
    told = changed.json()
    assert (told["automaticallyCreateSalesOrders"], told["automaticallyProcessQuotes"]) == (True, True)
    assert changed["ETag"] != tag
    ConnectionSetup.objects.update(client_secret_saved_at=timezone.now())
    assert administrator.get(CONNECTION)["ETag"] != changed["ETag"]


def test_of_a_change_that_cannot_be_made_as_a_whole_nothing_is_made(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    change = {"ignoreIntegrationUserChanges": False, "automaticallyProcessQuotes": True}
    before = ConnectionSetup.objects.values().get()
    refused = caller(ADMINISTRATOR).patch(CONNECTION, change)
    assert error_of(refused) == (409, "order_integration_is_off")
    assert ConnectionSetup.objects.values().get() == before


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"connectionString": "AuthType=AD"}, "Application_EvaluateException"),
        ({"signInAuthority": "https://sts.contoso.com"}, "Application_EvaluateException"),
        ({"sdkVersion": "9.1"}, "Application_EvaluateException"),
        ({"authenticationType": "Ad", "tenant": "contoso"}, "Application_EvaluateException"),
        ({"authenticationType": "Ad"}, "environment_is_online"),
        ({**ON_PREMISES, "connectionString": "just words"}, "connection_string_invalid"),
        ({**ON_PREMISES, "connectionString": "Shoes=7"}, "connection_string_word_unknown"),
        ({**ON_PREMISES, "connectionString": "AuthType=AD Password=s3cret"}, "connection_string_invalid"),
        (
            {**ON_PREMISES, "connectionString": "AuthType=Certificate;Username=a@b.c"},
            "authentication_type_not_supported",
        ),
        ({**ON_PREMISES, "connectionString": "AuthType=AD;Username=anna"}, "user_name_invalid"),
        ({**ON_PREMISES, "sdkVersion": "1.0"}, "sdk_version_unknown"),
        ({**ON_PREMISES, "signInAuthority": "http://sts.contoso.com"}, "authority_invalid"),
    ],
)
def test_what_was_entered_amiss_for_the_way_of_signing_in_is_a_bad_request(
    stage: Stage, caller: Callable[[str], Caller], change: dict[str, str], refused: str
) -> None:
    switch_off()
    before = ConnectionSetup.get()
    answer = caller(ADMINISTRATOR).patch(CONNECTION, change)
    assert error_of(answer) == (400, refused)
    assert "s3cret" not in answer.content.decode()
    after = ConnectionSetup.get()
    assert (after.environment_url, after.connection_string) == (before.environment_url, "")
