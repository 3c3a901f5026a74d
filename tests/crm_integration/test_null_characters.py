"""A NUL in an address is refused before any database is asked."""

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm_integration.models import ConnectionSetup
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.mark.parametrize(
    "address",
    [
        "/admin/erp/customer/?q=a%00b",
        "/admin/erp/customer/a%00b/change/",
        "/admin/coupled-data-synchronization-errors/?mapping=%00",
        "/admin/integration-table-mappings/%00/",
        "/sales/crm/account/?q=%00",
        "/sales/crm/account/%00/change/",
        "/static/%00.css",
        "/%00/oauth2/v2.0/token",
        "/?next=%00",
    ],
)
def test_a_null_character_is_refused_on_both_sites(stage: Stage, address: str) -> None:
    client = stage.sign_in("Administrator")
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["crm"]) as crm_asked,
    ):
        answer = client.get(address)
    assert (answer.status_code, len(asked), len(crm_asked)) == (400, 0, 0)
    assert "This address cannot be understood" in answer.content.decode()


def test_a_null_character_in_a_cookie_is_refused(client: Client) -> None:
    cookie = f'{settings.SESSION_COOKIE_NAME}="abcdefgh\\000"'
    assert client.get("/admin/", headers={"Cookie": cookie}).status_code == 400


def test_a_percent_sign_before_zeros_is_no_null_character(client: Client) -> None:
    assert client.get("/healthz?q=%2500").status_code == 200


@pytest.mark.parametrize(
    "resource",
    [
        "accounts%00",
        "accounts(%00)",
        "accounts(accountnumber='%00')",
        "accounts?$filter=name eq '%00'",
        "accounts?$select=%00",
        "accounts?$skiptoken=%00",
        "systemusers?$filter=contains(fullname,'%00')",
    ],
)
def test_the_web_api_refuses_it_in_its_own_words(stage: Stage, resource: str) -> None:
    setup = ConnectionSetup.get()
    form = {
        "grant_type": "client_credentials",
        "client_id": setup.client_id,
        "client_secret": setup.client_secret,
        "scope": "http://testserver/.default",
    }
    client = Client()
    token = client.post(f"/{setup.tenant}/oauth2/v2.0/token", form).json()["access_token"]
    answer = client.get(f"/api/data/v9.2/{resource}", headers={"Authorization": f"Bearer {token}"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]["code"].startswith("0x")
