"""What each role may do over the APIs, compared with docs/permissions.md."""

import base64
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from erp.operations.change_web_service_key import change_web_service_key
from tests.permissions import table
from tests.permissions.prepared import Prepared
from tests.permissions.routes import methods_of, routes
from tests.permissions.table import ROLES
from tests.permissions.test_pages_and_actions import Verbs, differences, said
from tests.permissions.walk import rest_verbs, token_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def nobody() -> Client:
    """A client that brings what a test gives it; to make one takes long."""
    return Client()


APIS = ["REST API of the back office", "REST API of the integration"]


@pytest.mark.parametrize("section", APIS)
def test_each_role_may_at_a_resource_what_its_row_says(
    prepared: Prepared, nobody: Client, section: str
) -> None:
    tokens = {role: token_of(prepared.people[role], timezone.now()) for role in ROLES}
    found = {
        (address, role): rest_verbs(nobody, prepared.url_of(address), methods_of(address), tokens[role])
        for address in table.rows(section)
        for role in ROLES
    }
    assert differences(found, said(section)) == {}


@pytest.mark.parametrize("section", APIS)
def test_nobody_gets_anywhere_without_a_token(prepared: Prepared, nobody: Client, section: str) -> None:
    for address in table.rows(section):
        for method in methods_of(address):
            answer = nobody.generic(method, prepared.url_of(address), "{}", content_type="application/json")
            assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"'), address


@pytest.mark.parametrize("section", APIS)
def test_the_session_of_a_browser_writes_nothing_without_its_token_against_forgery(
    prepared: Prepared, section: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = prepared.clients["Administrator"].cookies
    for address in table.rows(section):
        for method in methods_of(address) - {"GET"}:
            answer = strict.generic(method, prepared.url_of(address), "{}", content_type="application/json")
            assert answer.status_code == 403, f"{method} {address}"
            assert "CSRF" in answer.json()["error"]["message"]


def test_a_web_service_is_opened_by_the_key_of_whose_row_allows_it(
    prepared: Prepared, nobody: Client
) -> None:
    found: Verbs = {}
    for role in ROLES:
        user = prepared.people[role]
        key = change_web_service_key(user=user, now=timezone.now(), expires_on=None)
        proof = base64.b64encode(f"{user.username}:{key}".encode()).decode()
        for address in table.rows("Web services"):
            found[address, role] = rest_verbs(nobody, address, {"GET"}, {"Authorization": f"Basic {proof}"})
    assert differences(found, said("Web services")) == {}


def test_neither_a_session_nor_a_token_opens_a_web_service(prepared: Prepared, nobody: Client) -> None:
    token = token_of(prepared.people["Item Availability User"], timezone.now())
    for address in table.rows("Web services"):
        asked: list[Any] = [
            nobody.get(address),
            prepared.clients["Item Availability User"].get(address),
            nobody.get(address, headers=token),
        ]
        assert {answer.status_code for answer in asked} == {401}


def test_what_needs_no_sign_in_tells_nothing_of_records(prepared: Prepared, nobody: Client) -> None:
    found = {address: nobody.get(address).status_code for address in table.rows("Without signing in")}
    assert found == {
        "/": 302,
        "/healthz": 200,
        "/readyz": 503,
        "/i18n/setlang/": 302,
        "/admin/login/": 200,
        "/api/dynamics/v1.0/notifications": 405,
    }
    assert nobody.post("/api/dynamics/v1.0/notifications", {}).status_code == 401


def test_no_role_of_the_back_office_opens_anything_in_the_crm(prepared: Prepared, nobody: Client) -> None:
    pages = [address for address in routes() if address.startswith("/sales/") and "/log" not in address]
    for role in ROLES:
        client = prepared.clients[role]
        for address in pages:
            answer = client.get(prepared.url_of(address.replace("{code}", "nothing")))
            assert "/sales/login/" in answer.get("Location", ""), (role, address, answer.status_code)
        assert client.get("/api/data/v9.2/accounts").status_code == 401
        token = token_of(prepared.people[role], timezone.now())
        assert nobody.get("/api/data/v9.2/accounts", headers=token).status_code == 401
