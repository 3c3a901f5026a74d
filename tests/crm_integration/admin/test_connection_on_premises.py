"""An administrator connects with a CRM on premises, and deploys into it: on the pages and by commands."""

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.dataverse.clients import forget_clients
from crm_integration.models import AssistedSetupDraft, ConnectionSetup
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage, messages_of
from tests.on_premises.ad_fs import CLIENT_ID, RESOURCE, federated_crm
from tests.on_premises.ntlm import PASSWORD
from tests.on_premises.windows import windows_crm

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SETUP = "/admin/connection-setup/"
SOLUTION, SIGNED_IN, ENABLE = f"{SETUP}solution/", f"{SETUP}signed-in/", f"{SETUP}enable/"
STEP = "/admin/assisted-setup/environment/"
AD = "AuthType=AD;Domain=CONTOSO;Username=integration"
IFD = f"AuthType=IFD;Username=integration@contoso.com;ClientId={CLIENT_ID};Resource={RESOURCE}"


@pytest.fixture
def tokens(stage: Stage) -> dict[str, str]:
    """As whom the users of the domain work in the CRM; the back office is not connected with it yet."""
    tokens = {"integration": stage.client._sender.tokens.token()}
    tokens["kim"] = administrator_of_embedded()._sender.tokens.token()  # type: ignore[union-attr]
    ConnectionSetup.objects.all().delete()
    return tokens


@pytest.fixture
def crm(tokens: dict[str, str]) -> Iterator[str]:
    with windows_crm(tokens) as (url, _):
        yield url
    forget_clients()


@pytest.fixture
def browser(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def save(browser: Client, url: str, **values: str) -> Any:
    page = browser.get(SETUP)
    return browser.post(SETUP, posted_back(page, environment_url=url, **values), follow=True)


def test_a_connection_by_windows_user_is_tested_enabled_and_deployed_to_on_the_pages(
    browser: Client, crm: str
) -> None:
    typed = {"authentication_type": "ad", "connection_string": f"{AD};Password={PASSWORD}"}
    answer = save(browser, crm, **typed, _test="1")
    assert messages_of(answer) == ["The connection test was successful. The settings are valid."]
    shown = answer.content.decode()
    assert (f"Password={PASSWORD}" in shown, "Password={PASSWORD}" in shown) == (False, True)
    browser.post(ENABLE)
    assert ConnectionSetup.get().is_enabled
    asked = browser.post(SOLUTION)
    assert "User Name" in text_of(asked)
    state = posted_back(asked)["state"]
    given = {"state": state, "user_name": r"CONTOSO\kim", "password": PASSWORD}
    done = browser.post(SIGNED_IN, given, follow=True)
    assert messages_of(done) == ["The integration solution is as it should be. Nothing was changed."]


def test_who_deploys_with_a_wrong_password_or_none_is_told_so(browser: Client, crm: str) -> None:
    save(browser, crm, authentication_type="ad", connection_string=AD, password=PASSWORD)
    told = []
    for password in ("wrong", ""):
        state = posted_back(browser.post(SOLUTION))["state"]
        given = {"state": state, "user_name": "kim", "password": password}
        told += messages_of(browser.post(SIGNED_IN, given, follow=True))
    assert told == [
        "Dynamics 365 Sales refuses the user or the password. Nothing was changed. Sign in again.",
        "Enter user name and password. Nothing was changed. Sign in again.",
    ]


def test_a_password_in_an_address_is_not_taken(browser: Client, crm: str) -> None:
    save(browser, crm, authentication_type="ad", connection_string=AD, password=PASSWORD)
    state = posted_back(browser.post(SOLUTION))["state"]
    given = {"state": state, "user_name": "kim", "password": PASSWORD}
    assert messages_of(browser.get(SIGNED_IN, given, follow=True)) == [
        "Enter user name and password. Nothing was changed. Sign in again."
    ]


def test_an_administrator_signs_in_at_the_ad_fs_and_deploys(browser: Client, tokens: dict[str, str]) -> None:
    with federated_crm(tokens) as (url, authority, _, service):
        typed = {"authentication_type": "ifd", "connection_string": IFD, "password": PASSWORD}
        save(browser, url, **typed, sign_in_authority=authority)
        (address,) = re.findall(r'href="([^"]*/authorize[^"]*)"', browser.post(SOLUTION).content.decode())
        asked = dict(parse_qsl(urlsplit(unescape(address)).query))
        answer = browser.get(SIGNED_IN, service.sign_in("kim", asked), follow=True)
        forget_clients()
    assert address.startswith(f"{authority}/adfs/oauth2/authorize?")
    assert (asked["client_id"], asked["resource"]) == (CLIENT_ID, "https://contoso.example/")
    assert messages_of(answer) == ["The integration solution is as it should be. Nothing was changed."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            {"connection_string": "AuthType=OAuth;Username=a@b.c"},
            "This authentication type is not supported. Online, choose",
        ),
        ({"connection_string": "AuthType=AD;Domain=CONTOSO Password=s3cret"}, "End every value with a semic"),
        ({"connection_string": "AuthType=AD Password=s3cret"}, "End every value with a semicolon"),
        ({"connection_string": "Password=s3cret;ClientSecret=s3cret"}, "a password and a client secret"),
        ({"connection_string": "Password=s3cret;" + " " * 600 + "="}, "at most 500 characters"),
        ({"connection_string": "Password=s3cret;oh"}, "is not a list of words with values"),
        (
            {"connection_string": AD, "authentication_type": "certificate"},
            "certificate is not supported",
        ),
        ({"connection_string": AD, "environment_url": "http://crm.contoso.com"}, "must begin with https://"),
        (
            {"connection_string": AD, "environment_url": "https://contoso.crm4.dynamics.com"},
            "The environment at contoso.crm4.dynamics.com is online.",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    db: None, client: Client, admin_user: Any, typed: dict[str, str], said: str
) -> None:
    client.force_login(admin_user)
    values = {"environment_url": "https://crm.contoso.com", "authentication_type": "ad", "password": "s3cret"}
    answer = client.post(SETUP, {**values, **typed})
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert "s3cret" not in answer.content.decode()
    assert not ConnectionSetup.objects.exists()


def test_the_guide_takes_a_connection_string_and_keeps_no_password_in_it(browser: Client, crm: str) -> None:
    values = {"environment_url": crm, "authentication_type": "ad", "connection_string": AD}
    page = posted_back(browser.get(STEP))
    wrong = browser.post(STEP, {**page, **values, "password": "wrong", "_next": "1"})
    assert "refuses the user or the password" in text_of(wrong)
    typed = {**values, "connection_string": f"{AD};Password={PASSWORD}", "_next": "1"}
    assert browser.post(STEP, {**page, **typed})["Location"] == "/admin/assisted-setup/administrator-sign-in/"
    draft = AssistedSetupDraft.objects.get()
    assert (draft.connection_string, draft.client_secret) == (f"{AD};Password={{PASSWORD}}", PASSWORD)
    assert "You enter a user name and a password" in text_of(
        browser.get("/admin/assisted-setup/administrator-sign-in/")
    )


def test_the_commands_connect_and_deploy(crm: str) -> None:
    with pytest.raises(CommandError, match="nothing was stored"):
        call_command("connect", url=crm, connection_string=AD, client_secret="wrong", stdout=io.StringIO())
    said = io.StringIO()
    call_command("connect", url=crm, connection_string=AD, client_secret=PASSWORD, stdout=said)
    assert f"Dynamics 365 Sales at {crm} accepts the credentials." in said.getvalue()
    call_command("deploy_solution", client_id="kim", client_secret=PASSWORD, stdout=said)
    assert ConnectionSetup.get().solution_version
    assert PASSWORD not in said.getvalue()
