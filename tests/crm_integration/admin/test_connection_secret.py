"""The saved client secret is sent to the environment that it was entered for, and to no other."""

from collections.abc import Iterator
from typing import Any

import pytest
import responses
from django.test import Client

from crm_integration.models import ConnectionSetup
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SETUP = "/admin/connection-setup/"
REFUSAL = "Enter the secret of this environment."
ELSEWHERE = [
    {"environment_url": "https://crm.example.com"},
    {"tenant": "another.example.com"},
    {"client_id": "another application"},
]


@pytest.fixture
def administrator(stage: Stage) -> Client:
    client = stage.sign_in(ADMINISTRATOR)
    client.post(f"{SETUP}disable-sales/")
    client.post(f"{SETUP}disable/")
    return client


@pytest.fixture
def asked() -> Iterator[responses.RequestsMock]:
    """Every request that leaves this process."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def save(client: Client, changed: dict[str, str], **button: str) -> Any:
    return client.post(SETUP, posted_back(client.get(SETUP), **changed, **button))


@pytest.mark.parametrize("button", [{"_save": "1"}, {"_test": "1"}])
@pytest.mark.parametrize("changed", ELSEWHERE)
def test_the_saved_secret_does_not_follow_to_another_environment(
    administrator: Client, asked: responses.RequestsMock, changed: dict[str, str], button: dict[str, str]
) -> None:
    before = ConnectionSetup.objects.values().get()
    answer = save(administrator, changed, **button)
    assert (answer.status_code, answer.context["form"].errors["client_secret"]) == (422, [REFUSAL])
    assert 'type="password"' in answer.content.decode()
    assert ConnectionSetup.objects.values().get() == before
    assert len(asked.calls) == 0


@pytest.mark.parametrize("changed", ELSEWHERE)
def test_enabling_after_a_refusal_leads_to_where_it_led(
    administrator: Client, asked: responses.RequestsMock, changed: dict[str, str]
) -> None:
    save(administrator, changed)
    asked.add_passthru("http://embedded.localhost")
    administrator.post(f"{SETUP}enable/")
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.environment_url) == (True, "http://embedded.localhost")
    assert all(str(call.request.url).startswith("http://embedded.localhost") for call in asked.calls)


def test_a_detour_over_no_environment_does_not_take_the_secret_along(administrator: Client) -> None:
    assert save(administrator, {"environment_url": ""}).status_code == 302
    answer = save(administrator, {"environment_url": "https://crm.example.com"})
    assert answer.context["form"].errors["client_secret"] == [REFUSAL]
    assert ConnectionSetup.get().environment_url == ""


def test_the_secret_of_the_other_environment_replaces_it(administrator: Client) -> None:
    moved = {"environment_url": "https://crm.example.com", "client_secret": "of the other one"}
    assert save(administrator, moved).status_code == 302
    setup = ConnectionSetup.get()
    assert (setup.environment_url, setup.client_secret) == ("https://crm.example.com", "of the other one")


def test_the_first_environment_can_be_saved_before_its_secret_is_there(administrator: Client) -> None:
    setup = ConnectionSetup.get()
    setup.client_secret, setup.client_secret_saved_at = "", None
    setup.save()
    assert save(administrator, {"tenant": "contoso.example.com"}).status_code == 302
    assert ConnectionSetup.get().tenant == "contoso.example.com"
