"""A CRM on premises that trusts an AD FS (IFD): tested, enabled, synchronized with; what is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from crm.models import Account
from crm_integration.connection.check_result import ConnectionNotReady, Outcome
from crm_integration.connection.connect import connect
from crm_integration.connection.destination import Destination
from crm_integration.dataverse.clients import client_for, forget_clients
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup, IntegrationTableMapping
from crm_integration.sentences import sentence
from tests.crm_integration.stage import Stage
from tests.on_premises.ad_fs import CLIENT_ID, RESOURCE, AdFs, FederatedDoor, federated_crm
from tests.on_premises.front import VERSION
from tests.on_premises.ntlm import PASSWORD

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
UNCONFIRMED = f"AuthType=IFD;Username=integration@contoso.com;Password={{PASSWORD}};ClientId={CLIENT_ID}"
TEXT = f"{UNCONFIRMED};Resource={RESOURCE}"


class Place:
    """A CRM with its AD FS."""

    def __init__(self, url: str, authority: str, door: type[FederatedDoor], service: type[AdFs]) -> None:
        self.url, self.authority, self.door, self.service = url, authority, door, service

    def destination(self, **changes: str) -> Destination:
        values: dict[str, Any] = {
            "environment_url": self.url,
            "authentication_type": "ifd",
            "connection_string": TEXT,
            "client_secret": PASSWORD,
            "sign_in_authority": self.authority,
        }
        return Destination(**{**values, **changes})


@pytest.fixture
def tokens(stage: Stage) -> dict[str, str]:
    """As whom the AD FS's accounts work in the CRM; the back office is not connected with it yet."""
    token = stage.client._sender.tokens.token()
    ConnectionSetup.objects.all().delete()
    return {"integration": token, CLIENT_ID: token}


@pytest.fixture
def place(tokens: dict[str, str]) -> Iterator[Place]:
    with federated_crm(tokens) as found:
        yield Place(*found)
    forget_clients()


def refusal_of(wanted: Destination) -> str:
    with pytest.raises(ConnectionNotReady) as caught:
        connect(wanted, now=NOW)
    assert not ConnectionSetup.objects.exists()
    (found,) = [each for each in caught.value.results if each.outcome is Outcome.ERROR]
    return sentence(found.code, found.params)


def test_customers_are_synchronized_with_a_crm_that_trusts_an_ad_fs(stage: Stage, place: Place) -> None:
    connect(place.destination(), now=NOW)
    setup = ConnectionSetup.get()
    assert (setup.is_enabled, setup.crm_version) == (True, VERSION)
    for name in ("Adatum", "Fabrikam"):
        stage.customer(name=name)
    IntegrationTableMapping.objects.update(synch_only_coupled_records=False)
    stage.synchronize()
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Adatum", "Fabrikam"]
    assert {(form["grant_type"], form["resource"]) for form in place.service.asked} == {
        ("password", "https://contoso.example/")
    }


def test_a_token_that_has_expired_is_replaced_and_one_that_has_not_is_kept(place: Place) -> None:
    connect(place.destination(), now=NOW)
    client = client_for(ConnectionSetup.get())
    client.who_am_i()
    before = len(place.service.asked)
    client.who_am_i()
    assert len(place.service.asked) == before
    place.service.issued.clear()
    client.who_am_i()
    assert len(place.service.asked) == before + 1


def test_an_application_signs_in_as_itself_where_no_user_is_named(place: Place) -> None:
    text = f"AuthType=IFD;ClientId={CLIENT_ID};ClientSecret={PASSWORD};Resource={RESOURCE}"
    connect(place.destination(connection_string=text, client_secret=""), now=NOW)
    setup = ConnectionSetup.get()
    assert (setup.connection_string, setup.client_secret) == (
        f"AuthType=IFD;ClientId={CLIENT_ID};ClientSecret={{CLIENTSECRET}};Resource={RESOURCE}",
        PASSWORD,
    )
    assert {form["grant_type"] for form in place.service.asked} == {"client_credentials"}


def test_what_is_refused_says_how_to_mend_it(place: Place) -> None:
    wrong = refusal_of(place.destination(client_secret="wrong"))
    assert wrong == (
        "The sign-in authority refuses the user or the password. Check Username in the connection string, "
        "and enter the password again. (MSIS9659: Invalid 'username' or 'password'.)"
    )
    assert refusal_of(place.destination(sign_in_authority="")).startswith("Enter the sign-in authority")
    assert "Choose one that is not newer" in refusal_of(place.destination(sdk_version="9.2"))


def test_a_connection_string_without_application_is_refused(db: None) -> None:
    wanted = Destination(
        environment_url="https://crm.contoso.com",
        authentication_type="ifd",
        connection_string="AuthType=IFD;Username=integration@contoso.com",
    )
    with pytest.raises(DataverseError) as caught:
        connect(wanted, now=NOW)
    assert "Add ClientId=" in sentence(caught.value.code, {"message": caught.value.message})


def test_a_password_is_sent_to_no_authority_that_nobody_confirmed(place: Place) -> None:
    said = refusal_of(place.destination(sign_in_authority="https://sts.contoso.com"))
    assert f"has people sign in at {place.authority}, which is not the sign-in authority" in said
    assert place.service.asked == []


@pytest.mark.parametrize("resource", [RESOURCE, "urn:payroll", "https://payroll.contoso.com/"])
def test_the_crm_gets_no_token_for_another_service(tokens: dict[str, str], resource: str) -> None:
    with federated_crm(tokens, resource=resource) as found:
        place = Place(*found)
        other = "" if resource == RESOURCE else f";Resource={RESOURCE}"
        said = refusal_of(place.destination(connection_string=UNCONFIRMED + other))
        assert f"asks for a token for {resource}, which is another address" in said
        assert f"add Resource={resource} to the connection string" in said
        assert place.service.asked == []


def test_a_crm_that_asks_for_a_token_for_itself_needs_no_confirmation(tokens: dict[str, str]) -> None:
    with federated_crm(tokens, resource="") as found:
        place = Place(*found)
        connect(place.destination(connection_string=UNCONFIRMED), now=NOW)
        assert {form["resource"] for form in place.service.asked} == {f"{place.url}/"}
    forget_clients()


def test_a_server_that_names_no_ad_fs_gets_no_password(tokens: dict[str, str]) -> None:
    with federated_crm(tokens, authority="https://elsewhere.contoso.com/other") as found:
        place = Place(*found)
        said = refusal_of(place.destination())
        assert "names no AD FS to sign in at (Bearer authorization_uri)" in said
        assert place.service.asked == []
