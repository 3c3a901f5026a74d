"""An administrator signs in at the CRM to deploy: through the pages, the real client and the embedded CRM."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests
import responses
import time_machine
from django.contrib.sessions.models import Session

from crm import metadata
from crm.models import Application, GrantSecret, Organization, Role, SystemUser
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.connection.sign_in.begin import begin_sign_in
from crm_integration.connection.sign_in.complete import SignInAnswer, signed_in_administrator
from crm_integration.connection.solution.integration_solution import PRODUCT_AVAILABILITY_ROLE
from crm_integration.dataverse import clients
from crm_integration.dataverse.authorization_code import PersonalToken
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup
from erp.admin.roles import VIEWER
from tests.crm_integration.connection.signing_in import (
    ENABLE,
    REDEPLOY,
    SETUP,
    SIGNED_IN,
    administrator,
    query_of,
)
from tests.crm_integration.stage import Stage, messages_of
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MICROSOFT = {
    "environment_url": "https://contoso.crm4.dynamics.com",
    "tenant": "contoso.com",
    "client_id": "the-application",
    "client_secret": "sesame",
}
AUTHORITY = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0"


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> Iterator[None]:
    yield
    metadata.refresh()


def test_an_administrator_signs_in_and_the_solution_is_deployed(stage: Stage) -> None:
    Role.objects.filter(name=PRODUCT_AVAILABILITY_ROLE).delete()
    answer = administrator().redeploy()
    said = messages_of(answer)
    assert said[0] == "The integration solution was deployed."
    assert f"The security role {PRODUCT_AVAILABILITY_ROLE} was added with its privileges" in said[1]
    assert Role.objects.filter(name=PRODUCT_AVAILABILITY_ROLE).exists()


def test_the_sign_in_is_asked_for_with_pkce_for_this_crm_alone(stage: Stage) -> None:
    kim = administrator()
    address = kim.begin()
    asked = query_of(address)
    kept = kim.browser.session["administrator_sign_in"]
    assert address.startswith(
        f"http://localhost/{Organization.objects.get().tenant_id}/oauth2/v2.0/authorize?"
    )
    assert asked == {
        "client_id": ConnectionSetup.get().client_id,
        "response_type": "code",
        "response_mode": "query",
        "redirect_uri": f"http://localhost{SIGNED_IN}",
        "scope": "http://localhost/user_impersonation",
        "state": kept["state"],
        "code_challenge": asked["code_challenge"],
        "code_challenge_method": "S256",
        "prompt": "select_account",
    }
    assert kept["verifier"] not in address
    assert query_of(kim.begin())["state"] != asked["state"]


def test_nothing_of_the_sign_in_is_stored(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens: list[str] = []
    really = PersonalToken.__init__

    def noted(self: PersonalToken, value: str) -> None:
        tokens.append(value)
        really(self, value)

    monkeypatch.setattr(PersonalToken, "__init__", noted)
    kim = administrator()
    answer = kim.redeploy()
    (token,) = tokens
    session = Session.objects.get(pk=kim.browser.session.session_key).get_decoded()
    stored = [answer.content.decode(), str(session), str(list(ConnectionSetup.objects.values()))]
    assert [token in text for text in stored] == [False, False, False]
    assert "administrator_sign_in" not in session
    assert not GrantSecret.objects.filter(kind=GrantSecret.Kind.REFRESH_TOKEN).exists()


def test_an_answer_counts_once(stage: Stage) -> None:
    kim = administrator()
    back = kim.agree(kim.begin())
    assert messages_of(kim.come_back(back))[0].startswith("The integration solution")
    (said,) = messages_of(kim.come_back(back))
    assert said.startswith("This sign-in was not begun here, or it was answered already.")


def test_the_answer_of_one_browser_is_worth_nothing_in_another(stage: Stage) -> None:
    kim, mallory = administrator(), administrator(name="mallory")
    mallory.begin()
    (said,) = messages_of(mallory.come_back(kim.agree(kim.begin())))
    assert said.startswith("This sign-in was not begun here")


def test_a_sign_in_that_takes_too_long_is_begun_again(stage: Stage) -> None:
    kim = administrator()
    with time_machine.travel(NOW, tick=False):
        address = kim.begin()
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        (said,) = messages_of(kim.come_back(kim.agree(address)))
    assert said == "The sign-in took too long. Nothing was changed. Sign in again."


def test_who_declines_is_led_back_to_the_button(stage: Stage) -> None:
    kim = administrator()
    answer = kim.come_back(kim.decline(kim.begin()))
    assert messages_of(answer)[0].startswith("The sign-in was declined. Nothing was changed.")
    assert answer.request["PATH_INFO"] == REDEPLOY


@pytest.mark.parametrize(
    ("roles", "missing"),
    [
        (("Salesperson",), "System Administrator, System Customizer"),
        (("System Customizer",), "System Administrator"),
        (("System Administrator",), "System Customizer"),
    ],
)
def test_who_lacks_a_role_is_told_which(stage: Stage, roles: tuple[str, ...], missing: str) -> None:
    (said,) = messages_of(administrator(roles).redeploy())
    assert f"Missing: {missing}." in said
    assert said.endswith("Nothing was changed.")


def test_who_is_no_longer_a_user_of_the_crm_is_told_so(stage: Stage) -> None:
    kim = administrator()
    back = kim.agree(kim.begin())
    SystemUser.objects.filter(domainname="kim").update(isdisabled=True)
    (said,) = messages_of(kim.come_back(back))
    assert said.startswith("The sign-in could not be completed, because its code is no longer valid.")


def test_a_connection_that_was_changed_meanwhile_deploys_nothing(stage: Stage) -> None:
    kim = administrator()
    back = kim.agree(kim.begin())
    ConnectionSetup.objects.update(environment_url="https://other.crm4.dynamics.com")
    (said,) = messages_of(kim.come_back(back))
    assert said.startswith("The connection was changed while you signed in.")


def test_the_environment_of_another_organization_is_refused(stage: Stage) -> None:
    kim = administrator()
    back = kim.agree(kim.begin())
    ConnectionSetup.objects.update(organization_id=uuid4())
    (said,) = messages_of(kim.come_back(back))
    assert said.startswith("The environment URL leads to another organization")


def test_a_secret_that_no_longer_counts_is_named(stage: Stage) -> None:
    kim = administrator()
    back = kim.agree(kim.begin())
    setup = ConnectionSetup.get()
    setup.client_secret = "another"
    setup.save()
    (said,) = messages_of(kim.come_back(back))
    assert "Check client ID and client secret" in said


def test_enabling_deploys_first_and_the_integration_user_gets_its_role(stage: Stage) -> None:
    switch_off()
    Role.objects.filter(name="Dynamics 365 Business Central Integration User").delete()
    ConnectionSetup.objects.update(solution_version="")
    kim = administrator()
    page = kim.browser.get(ENABLE).content.decode()
    assert "Sign in as administrator and enable" in page
    answer = kim.come_back(kim.agree(kim.begin(ENABLE, _sign_in="1")))
    said = messages_of(answer)
    assert said[0] == "The connection is on. The jobs are ready."
    assert "Integration User was added with its privileges" in said[1]
    assert ConnectionSetup.get().is_enabled


def test_who_declines_while_enabling_leaves_the_connection_off(stage: Stage) -> None:
    switch_off()
    kim = administrator()
    answer = kim.come_back(kim.decline(kim.begin(ENABLE, _sign_in="1")))
    assert answer.request["PATH_INFO"] == ENABLE
    assert not ConnectionSetup.get().is_enabled


def test_a_viewer_neither_begins_nor_ends_a_sign_in(stage: Stage) -> None:
    viewer = stage.sign_in(VIEWER)
    assert (viewer.post(REDEPLOY).status_code, viewer.get(SIGNED_IN).status_code) == (403, 403)


def test_the_page_names_what_must_be_registered(stage: Stage) -> None:
    page = administrator().browser.get(REDEPLOY).content.decode()
    assert f"http://localhost{SIGNED_IN}" in page
    assert ConnectionSetup.get().client_id in page


def test_without_credentials_of_the_connection_there_is_no_button(stage: Stage) -> None:
    setup = ConnectionSetup.get()
    setup.client_secret = ""
    setup.save()
    kim = administrator()
    assert "Sign in as administrator" not in kim.browser.get(REDEPLOY).content.decode()
    said = messages_of(kim.browser.post(REDEPLOY, follow=True))
    assert said == ["Enter the tenant, the client ID and the client secret."]


def test_a_real_environment_is_reached_by_a_page_that_leads_on_to_its_directory(stage: Stage) -> None:
    setup = ConnectionSetup.get()
    for name, value in MICROSOFT.items():
        setattr(setup, name, value)
    setup.save()
    kim = administrator()
    assert "login.microsoftonline.com" in kim.browser.get(REDEPLOY).content.decode()
    answer = kim.browser.post(REDEPLOY)
    address = answer.context["url"]
    assert (answer.status_code, address.partition("?")[0]) == (200, f"{AUTHORITY}/authorize")
    assert query_of(address)["scope"] == "https://contoso.crm4.dynamics.com/user_impersonation"
    assert 'http-equiv="refresh"' in answer.content.decode()


class AtMicrosoft:
    """The exchange at Microsoft's directory, with its answers made up; nothing leaves this machine."""

    def __init__(self) -> None:
        self.setup = ConnectionSetup(**MICROSOFT)
        begun = begin_sign_in(
            setup=self.setup,
            purpose="redeploy",
            redirect_uri=f"https://erp.example.com{SETUP}signed-in/",
            own_address="https://erp.example.com",
            now=NOW,
        )
        self.begun = begun

    def complete(self) -> Any:
        given = {"state": self.begun.pending.state, "code": "a code"}
        answer = SignInAnswer(self.begun.pending, given)
        return signed_in_administrator(setup=self.setup, answer=answer, now=NOW)

    def refusal(self) -> str:
        with pytest.raises(DataverseError) as refused:
            self.complete()
        return refused.value.code


@pytest.fixture
def microsoft() -> AtMicrosoft:
    return AtMicrosoft()


@responses.activate
def test_the_code_goes_to_the_directory_with_the_verifier_and_the_secret(microsoft: AtMicrosoft) -> None:
    sent: list[dict[str, str]] = []

    def token(request: Any) -> tuple[int, dict[str, str], str]:
        sent.append(query_of(f"?{request.body}"))
        return 400, {}, '{"error": "invalid_grant", "error_description": "AADSTS70008: expired"}'

    responses.add_callback(responses.POST, f"{AUTHORITY}/token", token)
    assert microsoft.refusal() == "sign_in_code_refused"
    assert sent == [
        {
            "grant_type": "authorization_code",
            "client_id": "the-application",
            "client_secret": "sesame",
            "code": "a code",
            "code_verifier": microsoft.begun.pending.verifier,
            "redirect_uri": f"https://erp.example.com{SETUP}signed-in/",
        }
    ]


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"body": requests.ConnectionError()}, "sign_in_authority_away"),
        ({"body": requests.ReadTimeout()}, "sign_in_authority_away"),
        ({"status": 503}, "sign_in_authority_away"),
        ({"status": 401, "json": {"error": "invalid_client"}}, "sign_in_application_refused"),
        ({"status": 400, "json": {"error": "invalid_scope"}}, "sign_in_refused"),
        ({"status": 200, "body": "<html>a proxy</html>"}, "sign_in_refused"),
        ({"status": 302, "headers": {"Location": "https://elsewhere.example.com"}}, "sign_in_refused"),
    ],
)
@responses.activate
def test_what_goes_wrong_at_the_directory_is_told_by_its_cure(
    microsoft: AtMicrosoft, how: dict[str, Any], code: str
) -> None:
    responses.add(responses.POST, f"{AUTHORITY}/token", **how)
    assert microsoft.refusal() == code


@pytest.mark.parametrize("status", [401, 403])
@responses.activate
def test_who_is_no_user_of_the_environment_is_told_so(microsoft: AtMicrosoft, status: int) -> None:
    responses.add(responses.POST, f"{AUTHORITY}/token", json={"access_token": "t", "expires_in": 3599})
    url = "https://contoso.crm4.dynamics.com/api/data/v9.2/WhoAmI"
    responses.add(responses.GET, url, status=status)
    assert microsoft.refusal() == "sign_in_not_accepted"
    (asked,) = [call.request for call in responses.calls if call.request.url == url]
    assert asked.headers["Authorization"] == "Bearer t"


def test_tokens_of_people_are_in_no_client_that_is_kept(stage: Stage) -> None:
    before = clients._line.cache_info().currsize
    administrator().redeploy()
    assert clients._line.cache_info().currsize <= before + 1


def test_the_embedded_crm_knows_our_address_where_it_is_no_machine_of_the_administrator(stage: Stage) -> None:
    ConnectionSetup.objects.update(
        web_client_url="https://erp.example.com", client_secret="", environment_url="", client_id=""
    )
    connect_embedded(now=NOW)
    application = Application.objects.get(pk=ConnectionSetup.get().client_id)
    assert application.redirect_uris == [f"https://erp.example.com{SIGNED_IN}"]
