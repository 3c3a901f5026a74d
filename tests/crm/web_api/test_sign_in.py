"""How applications sign in, and whose tokens no longer open the CRM."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from crm.business_rules.standard_roles import SALESPERSON
from crm.models import Application, SystemUser, SystemUserRole
from crm.web_api.token_endpoint import FAILURE_LIMIT, _count

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def register(name: str = "Connector", **options: Any) -> dict[str, str]:
    printed = StringIO()
    call_command("crm_register_application", name, stdout=printed, stderr=StringIO(), **options)
    return dict(line.split(": ", 1) for line in printed.getvalue().splitlines())


@pytest.fixture
def registered() -> dict[str, str]:
    return register()


SignIn = Callable[..., Any]


@pytest.fixture
def sign_in(registered: dict[str, str]) -> SignIn:
    def ask(*, tenant: str = registered["tenant"], host: str = "testserver", **changes: str) -> Any:
        form = {
            "grant_type": "client_credentials",
            "client_id": registered["client id"],
            "client_secret": registered["client secret"],
            "scope": f"http://{host}/.default",
            **changes,
        }
        return Client().post(f"/{tenant}/oauth2/v2.0/token", form, headers={"Host": host})

    return ask


def who_am_i(token: str, host: str = "testserver") -> Any:
    headers = {"Authorization": f"Bearer {token}", "Host": host}
    return Client().get("/api/data/v9.2/WhoAmI", headers=headers)


def test_a_secret_is_exchanged_for_a_token_that_names_the_application_user(
    sign_in: SignIn, registered: dict[str, str]
) -> None:
    answer = sign_in()
    assert answer.status_code == 200
    assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("Bearer", 3599)
    user = SystemUser.objects.get(applicationid=registered["client id"])
    assert who_am_i(answer.json()["access_token"]).json()["UserId"] == str(user.pk)
    assert (user.accessmode, user.islicensed) == (4, False)


def test_the_reserved_host_answers_too(sign_in: SignIn) -> None:
    token = sign_in(host="embedded.localhost").json()["access_token"]
    answer = who_am_i(token, "embedded.localhost")
    assert answer.json()["@odata.context"].startswith("http://embedded.localhost/api/data/v9.2/")


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": "☃ ünï"}, 401, "invalid_client"),
        ({"client_id": "00000000-0000-0000-0000-000000000001"}, 400, "unauthorized_client"),
        ({"client_id": "no body"}, 400, "unauthorized_client"),
        ({"client_id": "nobody"}, 400, "unauthorized_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "http://elsewhere/.default"}, 400, "invalid_scope"),
        ({"scope": "http://testserver/"}, 400, "invalid_scope"),
        ({"scope": "http://[/.default"}, 400, "invalid_scope"),
        ({"tenant": "00000000-0000-0000-0000-000000000001"}, 400, "invalid_request"),
    ],
)
def test_a_sign_in_that_is_refused_says_why(
    sign_in: SignIn, changes: dict[str, str], status: int, error: str
) -> None:
    answer = sign_in(**changes)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].startswith("AADSTS")


def test_too_many_failures_are_slowed_down(sign_in: SignIn) -> None:
    for _ in range(FAILURE_LIMIT):
        assert sign_in(client_secret="wrong").status_code == 401
    answer = sign_in(client_secret="wrong")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_somebody_who_guesses_keeps_nobody_with_the_right_secret_out(sign_in: SignIn) -> None:
    for _ in range(FAILURE_LIMIT + 1):
        sign_in(client_secret="wrong")
    assert sign_in().status_code == 200


def test_guesses_at_the_same_moment_all_count() -> None:
    with ThreadPoolExecutor(max_workers=8) as at_once:
        counts = list(at_once.map(_count, ["one-client"] * 40))
    assert sorted(counts) == list(range(1, 41))


def test_the_secret_is_kept_as_a_hash_only(registered: dict[str, str]) -> None:
    stored = Application.objects.values().get()
    assert registered["client secret"] not in str(stored)


def test_registering_again_replaces_the_secret_and_ends_its_tokens(
    sign_in: SignIn, registered: dict[str, str]
) -> None:
    token = sign_in().json()["access_token"]
    again = register()
    assert again["client id"] == registered["client id"]
    assert again["client secret"] != registered["client secret"]
    assert sign_in().status_code == 401
    assert who_am_i(token).status_code == 401
    assert SystemUser.objects.filter(applicationid=registered["client id"]).count() == 1


def test_an_application_gets_the_role_that_it_is_registered_with(registered: dict[str, str]) -> None:
    other = register("Other", role=[SALESPERSON])
    roles = SystemUserRole.objects.values_list("systemuser__applicationid", "role__name")
    found = {str(application): role for application, role in roles}
    assert found == {
        registered["client id"]: "System Administrator",
        other["client id"]: SALESPERSON,
    }
    with pytest.raises(CommandError, match="Nobody's role"):
        register("Third", role=["Nobody's role"])
    assert not Application.objects.filter(name="Third").exists()


def test_a_token_ends_after_an_hour(sign_in: SignIn) -> None:
    with time_machine.travel(NOW, tick=False):
        token = sign_in().json()["access_token"]
    with time_machine.travel(NOW + timedelta(minutes=59), tick=False):
        assert who_am_i(token).status_code == 200
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert who_am_i(token).status_code == 401


def test_a_disabled_user_cannot_sign_in(sign_in: SignIn, registered: dict[str, str]) -> None:
    token = sign_in().json()["access_token"]
    SystemUser.objects.filter(applicationid=registered["client id"]).update(isdisabled=True)
    assert who_am_i(token).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer a:b:c", "Basic dTpw"])
def test_without_a_good_token_the_way_to_one_is_shown(registered: dict[str, str], header: str) -> None:
    answer = Client().get("/api/data/v9.2/accounts", headers={"Authorization": header})
    assert answer.status_code == 401
    challenge = f"Bearer authorization_uri=http://testserver/{registered['tenant']}/oauth2/authorize"
    assert answer["WWW-Authenticate"].startswith(challenge)
    assert answer.json()["error"]["message"]


def test_clients_that_ask_first_are_led_to_the_endpoint(registered: dict[str, str]) -> None:
    address = f"/{registered['tenant']}/v2.0/.well-known/openid-configuration"
    found = Client().get(address).json()
    assert found["token_endpoint"] == f"http://testserver/{registered['tenant']}/oauth2/v2.0/token"
    assert Client().get("/nobody/v2.0/.well-known/openid-configuration").status_code == 400


def test_a_token_needs_a_post(registered: dict[str, str]) -> None:
    assert Client().get(f"/{registered['tenant']}/oauth2/v2.0/token").status_code == 405
