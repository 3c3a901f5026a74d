"""A CRM on premises that signs Windows users in (AD): tested, enabled, synchronized with; what is refused."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from crm.models import Account
from crm_integration.connection.check_result import CheckResult, ConnectionNotReady, Outcome
from crm_integration.connection.connect import connect
from crm_integration.connection.destination import Destination
from crm_integration.dataverse.clients import client_for, forget_clients
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup, IntegrationTableMapping
from crm_integration.sentences import sentence
from erp.models import Customer
from tests.crm_integration.stage import Stage
from tests.on_premises.front import VERSION
from tests.on_premises.ntlm import PASSWORD
from tests.on_premises.windows import windows_crm

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def tokens(stage: Stage) -> dict[str, str]:
    """As whom the users of the domain work in the CRM; the back office is not connected with it yet."""
    provider = stage.client._sender.tokens
    ConnectionSetup.objects.all().delete()
    return {"integration": provider.token()}


@pytest.fixture
def crm(tokens: dict[str, str]) -> Iterator[str]:
    with windows_crm(tokens) as (url, _):
        yield url
    forget_clients()


def destination(url: str, **changes: str) -> Destination:
    text = "AuthType=AD;Domain=CONTOSO;Username=integration;Password={PASSWORD}"
    values: dict[str, Any] = {
        "connection_string": text,
        "client_secret": PASSWORD,
        "authentication_type": "ad",
    }
    return Destination(**{"environment_url": url, **values, **changes})


def refusals(results: tuple[CheckResult, ...]) -> list[str]:
    return [sentence(found.code, found.params) for found in results if found.outcome is Outcome.ERROR]


def refusals_of(wanted: Destination) -> list[str]:
    with pytest.raises(ConnectionNotReady) as caught:
        connect(wanted, now=NOW)
    assert not ConnectionSetup.objects.exists()
    return refusals(caught.value.results)


def test_customers_are_synchronized_with_a_crm_that_signs_windows_users_in(stage: Stage, crm: str) -> None:
    results = connect(destination(crm), now=NOW)
    assert refusals(results) == []
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.crm_version) == (True, VERSION)
    names = ["Adatum", "Fabrikam", "Trey Research"]
    for name in names:
        stage.customer(name=name)
    IntegrationTableMapping.objects.update(synch_only_coupled_records=False)
    stage.synchronize()
    assert sorted(Account.objects.values_list("name", flat=True)) == names
    account = Account.objects.get(name="Fabrikam")
    stage.change_account(account.pk, name="Fabrikam, Inc.")
    stage.synchronize()
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["Adatum", "Fabrikam, Inc.", names[2]]


def test_the_web_api_is_spoken_in_the_version_of_the_crm(stage: Stage, tokens: dict[str, str]) -> None:
    with windows_crm(tokens) as (url, door):
        connect(destination(url), now=NOW)
        client_for(ConnectionSetup.get()).who_am_i()
    versions = [path.split("/api/data/")[1].split("/")[0] for path in door.asked]
    assert versions[0] == "v9.0"  # before it is known
    assert set(versions[-3:]) == {"v9.1"}


def test_what_the_crm_refuses_says_how_to_mend_it(crm: str) -> None:
    said = {
        "password": refusals_of(destination(crm, client_secret="wrong")),
        "domain": refusals_of(destination(crm, connection_string="Domain=ADATUM;Username=integration")),
        "user": refusals_of(destination(crm, connection_string="Domain=CONTOSO;Username=nobody")),
        "version": refusals_of(destination(crm, sdk_version="9.2")),
    }
    user = (
        "Dynamics 365 Sales refuses the user or the password. Check Domain and Username in the connection "
        "string, and enter the password again."
    )
    version = (
        f"The SDK version is newer than Dynamics 365 Sales, which has version {VERSION}. Choose one that is "
        "not newer, or none: then the version of Dynamics 365 Sales is used."
    )
    assert said == {"password": [user], "domain": [user], "user": [user], "version": [version]}


def test_a_server_that_asks_for_another_scheme_is_named_with_what_it_asks_for(tokens: dict[str, str]) -> None:
    bearer = "Bearer authorization_uri=https://sts.contoso.com/adfs/oauth2/authorize"
    with windows_crm(tokens, demands=(bearer,)) as (url, _):
        (said,) = refusals_of(destination(url))
    assert "it asks for: Bearer. If it asks for Bearer, choose the authentication type IFD" in said


def test_an_older_sdk_version_may_be_chosen(crm: str) -> None:
    connect(destination(crm, sdk_version="9.0"), now=NOW)
    assert client_for(ConnectionSetup.get()).api_root == f"{crm}/api/data/v9.0/"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"url": "http://crm.contoso.com/Contoso"}, "url_not_https"),
        ({"url": "https://crm.contoso.com/Contoso/main.aspx"}, "url_has_path"),
        ({"url": "https://contoso.crm4.dynamics.com"}, "environment_is_online"),
        ({"url": "http://embedded.localhost"}, "environment_is_online"),
        ({"authentication_type": "certificate"}, "authentication_type_not_supported"),
        ({"connection_string": "AuthType=Office365;Username=a@b.c"}, "authentication_type_not_supported"),
        ({"connection_string": "AuthType=IFD;Username=a@b.c"}, "connection_string_other_type"),
        (
            {"connection_string": "Url=https://other.contoso.com;Username=a@b.c"},
            "connection_string_other_url",
        ),
        ({"connection_string": "AuthType=AD;Username=integration"}, "user_name_invalid"),
        ({"connection_string": "AuthType=AD;Domain=CONTOSO"}, "user_name_missing"),
        ({"sdk_version": "8.2"}, "sdk_version_unknown"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    db: None, changes: dict[str, str], code: str
) -> None:
    with pytest.raises(DataverseError) as caught:
        connect(destination(**{"url": "https://crm.contoso.com/Contoso", **changes}), now=NOW)
    assert caught.value.code == code
    assert not sentence(code, {"message": "x", "cure": "configuration"}).startswith("Dynamics 365 Sales does")


@pytest.mark.parametrize("missing", ["client_secret", "connection_string"])
def test_without_user_or_password_nothing_is_sent(db: None, missing: str) -> None:
    (said,) = refusals_of(destination("https://crm.contoso.com/Contoso", **{missing: ""}))
    assert said.startswith(f"Enter the {'password' if missing == 'client_secret' else 'connection string'}")


def test_a_password_in_the_connection_string_is_taken_out_of_it_and_encrypted(crm: str) -> None:
    text = f'Password="{PASSWORD}";AuthType=AD;Domain=CONTOSO;Username=integration'
    connect(destination(crm, connection_string=text, client_secret=""), now=NOW)
    setup = ConnectionSetup.get()
    assert setup.connection_string == "Password={PASSWORD};AuthType=AD;Domain=CONTOSO;Username=integration"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM crm_integration_connectionsetup")
        row = " ".join(map(str, cursor.fetchone()))
    assert (setup.client_secret, f"{PASSWORD};" in row, f" {PASSWORD} " in row) == (PASSWORD, False, False)


def test_every_thread_signs_in_on_a_connection_of_its_own(crm: str) -> None:
    connect(destination(crm), now=NOW)
    client = client_for(ConnectionSetup.get())
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        found = {pool.submit(client.who_am_i).result() for pool in (one, other, one)}
    assert found == {client.who_am_i()}
