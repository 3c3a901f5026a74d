"""How people let an application work in the CRM in their names, and what nobody else can do with that."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.contrib.auth import get_user_model
from django.test import Client

from crm.business_rules.registration import register_user
from crm.models import Application, SystemUser
from crm.web_api.token_endpoint import FAILURE_LIMIT
from tests.crm.embedded_crm import Crm

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
LOOPBACK = "http://localhost:51234"
PASSWORD = "correct horse battery staple"


@dataclass
class SignIn:
    """A person at a browser, and the application that sent the person."""

    client_id: str
    tenant: str
    browser: Client

    @property
    def request(self) -> dict[str, str]:
        return {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": LOOPBACK,
            "scope": "openid profile offline_access http://testserver/user_impersonation",
            "state": "a state & more",
            "nonce": "a nonce",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }

    def address(self, **changes: str | None) -> str:
        given = {name: value for name, value in {**self.request, **changes}.items() if value is not None}
        return f"/{self.tenant}/oauth2/v2.0/authorize?{urlencode(given)}"

    def ask(self, **changes: str | None) -> Any:
        return self.browser.get(self.address(**changes))

    def enter(self, user: str = "karin", password: str = PASSWORD, /, **changes: str | None) -> Any:
        return self.browser.post(self.address(**changes), {"username": user, "password": password})

    def answer(self, **changes: str | None) -> dict[str, str]:
        """What the application is sent when the person signs in."""
        return sent_back(self.enter(**changes))

    def redeem(self, code: str, /, **changes: str) -> Any:
        form = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "redirect_uri": LOOPBACK,
            "code": code,
            "code_verifier": VERIFIER,
            **changes,
        }
        return Client().post(f"/{self.tenant}/oauth2/v2.0/token", form)

    def refresh(self, token: str, /, **changes: str) -> Any:
        form = {"grant_type": "refresh_token", "client_id": self.client_id, "refresh_token": token, **changes}
        return Client().post(f"/{self.tenant}/oauth2/v2.0/token", form)

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        answer = self.redeem(self.answer(**changes)["code"])
        assert answer.status_code == 200, answer.content
        return dict(answer.json())


def sent_back(answer: Any) -> dict[str, str]:
    assert answer.status_code == 302, answer.content
    return dict(parse_qsl(urlsplit(answer["Location"]).query))


def who_am_i(token: str) -> Any:
    return Client().get("/api/data/v9.2/WhoAmI", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def karin(crm: Crm) -> SystemUser:
    get_user_model().objects.create_user("karin", password=PASSWORD)
    return register_user(
        user_name="karin",
        first_name="Karin",
        last_name="Berge",
        role="System Administrator",
        e_mail="karin@example.com",
        is_licensed=True,
    )


@pytest.fixture
def sign_in(crm: Crm, karin: SystemUser) -> SignIn:
    application = Application.objects.get()
    application.redirect_uris = ["https://app.example.com/back?x=1", "com.example.app://back"]
    application.save()
    return SignIn(str(application.pk), str(crm.organization.tenant_id), Client())


def test_a_person_signs_in_and_the_application_works_in_her_name(sign_in: SignIn, karin: SystemUser) -> None:
    page = sign_in.ask().content.decode()
    assert "Tests" in page
    assert 'name="password"' in page
    answer = sign_in.answer()
    assert answer["state"] == "a state & more"
    tokens = sign_in.redeem(answer["code"]).json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3599)
    assert who_am_i(tokens["access_token"]).json()["UserId"] == str(karin.pk)


@pytest.mark.parametrize("tenant", ["common", "organizations"])
def test_a_client_that_names_no_directory_means_this_one(sign_in: SignIn, tenant: str) -> None:
    sign_in.tenant = tenant
    assert who_am_i(sign_in.tokens()["access_token"]).status_code == 200


def test_who_signed_in_is_told_in_a_signed_token(sign_in: SignIn, karin: SystemUser, crm: Crm) -> None:
    tenant = str(crm.organization.tenant_id)
    code = sign_in.answer(scope="openid email http://testserver/.default", client_info="1")["code"]
    tokens = sign_in.redeem(code, client_info="1").json()
    head, claims, signature = tokens["id_token"].split(".")
    told = decoded(claims)
    assert {name: told[name] for name in ("iss", "aud", "nonce", "name", "preferred_username", "email")} == {
        "iss": f"http://testserver/{tenant}/v2.0",
        "aud": sign_in.client_id,
        "nonce": "a nonce",
        "name": "Karin Berge",
        "preferred_username": "karin",
        "email": "karin@example.com",
    }
    assert decoded(tokens["client_info"]) == {"uid": told["oid"], "utid": tenant}
    assert "refresh_token" not in tokens
    keys = Client().get(f"/{tenant}/discovery/v2.0/keys").json()["keys"]
    key = next(key for key in keys if key["kid"] == decoded(head)["kid"])
    numbers = rsa.RSAPublicNumbers(number(key["e"]), number(key["n"]))
    numbers.public_key().verify(
        raw(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
    )


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decoded(text: str) -> dict[str, Any]:
    return dict(json.loads(raw(text)))


def number(text: str) -> int:
    return int.from_bytes(raw(text), "big")


def test_a_code_is_good_once_and_its_second_use_ends_everything(sign_in: SignIn) -> None:
    code = sign_in.answer()["code"]
    tokens = sign_in.redeem(code).json()
    assert sign_in.redeem(code).json()["error"] == "invalid_grant"
    assert who_am_i(tokens["access_token"]).status_code == 401
    assert sign_in.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_code_is_good_for_minutes(sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        code = sign_in.answer()["code"]
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        assert sign_in.redeem(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "http://localhost:51235"},
        {"client_id": "another"},
        {"client_secret": "wrong"},
        {"code": "wrong"},
        {"scope": "http://elsewhere/.default"},
    ],
)
def test_a_code_is_worth_nothing_to_somebody_else(sign_in: SignIn, changes: dict[str, str]) -> None:
    if changes.get("client_id"):
        other = Application.objects.create(name="Other", secret_hash="x")
        changes = {"client_id": str(other.pk)}
    answer = sign_in.redeem(sign_in.answer()["code"], **changes)
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("invalid_grant", "invalid_client", "invalid_scope")


def test_a_refresh_token_is_exchanged_once_for_the_next_one(sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        first = sign_in.tokens()
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        second = sign_in.refresh(first["refresh_token"]).json()
        assert who_am_i(second["access_token"]).status_code == 200
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        third = sign_in.refresh(second["refresh_token"]).json()
        assert sign_in.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"
        assert who_am_i(third["access_token"]).status_code == 401


def test_a_refresh_token_ends_after_two_weeks_without_use(sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        token = sign_in.tokens()["refresh_token"]
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        assert sign_in.refresh(token).json()["error"] == "invalid_grant"


def test_a_disabled_user_is_signed_out_everywhere(sign_in: SignIn, karin: SystemUser) -> None:
    tokens = sign_in.tokens()
    SystemUser.objects.filter(pk=karin.pk).update(isdisabled=True)
    assert who_am_i(tokens["access_token"]).status_code == 401
    assert sign_in.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert "no user of the CRM" in sign_in.enter().content.decode()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_mode": "pigeon"}, "invalid_request"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"scope": "http://elsewhere/.default"}, "invalid_scope"),
        ({"prompt": "none"}, "interaction_required"),
        ({"request": "x"}, "request_not_supported"),
        ({"nonce": "x" * 5_000}, "invalid_request"),
    ],
)
def test_an_application_that_asks_wrongly_is_told(
    sign_in: SignIn, changes: dict[str, str | None], error: str
) -> None:
    answer = sent_back(sign_in.ask(**changes))
    assert (answer["error"], answer["state"]) == (error, "a state & more")
    assert answer["error_description"].startswith("AADSTS")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_id": "00000000-0000-0000-0000-000000000001"}, "was not found"),
        ({"client_id": None}, "was not found"),
        ({"redirect_uri": "https://evil.example.com"}, "is not registered"),
        ({"redirect_uri": "http://localhost.evil.example.com"}, "is not registered"),
        ({"redirect_uri": "http://localhost@evil.example.com"}, "is not registered"),
        ({"redirect_uri": "http://[::1].evil.example.com"}, "is not registered"),
        ({"redirect_uri": "http://localhost:99999999"}, "is not registered"),
        ({"redirect_uri": "https://app.example.com/back"}, "is not registered"),
        ({"redirect_uri": "javascript:alert(1)"}, "is not registered"),
        ({"redirect_uri": None}, "is not registered"),
    ],
)
def test_nobody_is_sent_to_a_place_that_is_not_known(
    sign_in: SignIn, changes: dict[str, str | None], reason: str
) -> None:
    for answer in (sign_in.ask(**changes), sign_in.enter(**changes)):
        assert answer.status_code == 400
        assert reason in answer.content.decode()


@pytest.mark.parametrize(
    ("uri", "start"),
    [
        ("http://127.0.0.1:1/a/b", "http://127.0.0.1:1/a/b?code="),
        ("http://[::1]:8400", "http://[::1]:8400?code="),
        ("https://app.example.com/back?x=1", "https://app.example.com/back?x=1&code="),
        ("com.example.app://back", "com.example.app://back?code="),
    ],
)
def test_codes_go_to_the_persons_machine_and_to_registered_places(
    sign_in: SignIn, uri: str, start: str
) -> None:
    answer = sign_in.enter(redirect_uri=uri)
    assert answer["Location"].startswith(start)


def test_the_answer_comes_in_the_way_the_application_wants(sign_in: SignIn) -> None:
    assert sign_in.enter(response_mode="fragment")["Location"].startswith(f"{LOOPBACK}#code=")
    page = sign_in.enter(response_mode="form_post")
    text = page.content.decode()
    assert f'action="{LOOPBACK}"' in text
    assert 'name="state" value="a state &amp; more"' in text
    code = re.search(r'name="code" value="([^"]+)"', text)
    assert code is not None
    assert sign_in.redeem(code[1]).status_code == 200
    assert f"form-action 'self' {LOOPBACK}" in page["Content-Security-Policy"]


def test_somebody_who_is_at_work_on_the_pages_only_agrees(sign_in: SignIn, karin: SystemUser) -> None:
    sign_in.browser.force_login(get_user_model().objects.get(username="karin"))
    assert "Continue as Karin Berge" in sign_in.ask().content.decode()
    answer = sent_back(sign_in.browser.post(sign_in.address(), {"continue": ""}))
    token = sign_in.redeem(answer["code"]).json()["access_token"]
    assert who_am_i(token).json()["UserId"] == str(karin.pk)
    assert 'name="password"' in sign_in.ask(prompt="login").content.decode()
    again = sign_in.browser.post(sign_in.address(prompt="login"), {"continue": ""})
    assert 'name="password"' in again.content.decode()


def test_nobody_agrees_for_somebody_else(sign_in: SignIn) -> None:
    assert 'name="password"' in sign_in.browser.post(sign_in.address(), {"continue": ""}).content.decode()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(sign_in.address(), {"username": "karin", "password": PASSWORD}).status_code == 403


def test_the_person_may_say_no(sign_in: SignIn) -> None:
    answer = sent_back(sign_in.browser.post(sign_in.address(), {"cancel": ""}))
    assert (answer["error"], answer["state"]) == ("access_denied", "a state & more")


def test_wrong_passwords_are_slowed_down_as_at_every_sign_in(sign_in: SignIn) -> None:
    for _ in range(FAILURE_LIMIT - 1):
        assert sign_in.enter("karin", "wrong").status_code == 200
    assert sign_in.enter("karin", "wrong").status_code == 429
    assert sign_in.enter().status_code == 429


def test_a_person_who_is_no_user_of_the_crm_is_not_let_in(sign_in: SignIn) -> None:
    get_user_model().objects.create_user("processor", password=PASSWORD)
    assert "no user of the CRM" in sign_in.enter("processor").content.decode()


def test_an_application_may_send_its_secret_in_a_basic_header(crm: Crm, sign_in: SignIn) -> None:
    header = base64.b64encode(f"{sign_in.client_id}:wrong%3Fsecret".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": "http://testserver/.default"}
    address = f"/{sign_in.tenant}/oauth2/v2.0/token"
    answer = Client().post(address, form, headers={"Authorization": f"Basic {header}"})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
