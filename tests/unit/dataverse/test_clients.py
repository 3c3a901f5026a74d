"""The client for the connection that is set up."""

import pytest

from crm_integration.dataverse.clients import FOR_PEOPLE, client_for, forget_clients
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup


def setup_of(**changes: str) -> ConnectionSetup:
    values = {
        "environment_url": "https://contoso.crm4.dynamics.com/",
        "tenant": "contoso.com",
        "client_id": "our-app",
        "client_secret": "s3cret-value",
    }
    return ConnectionSetup(**{**values, **changes})


def test_everybody_in_a_process_shares_one_token() -> None:
    first, second = client_for(setup_of()), client_for(setup_of(), policy=FOR_PEOPLE)
    assert first._sender.tokens is second._sender.tokens
    assert client_for(setup_of(client_secret="another"))._sender.tokens is not first._sender.tokens
    forget_clients()
    assert client_for(setup_of())._sender.tokens is not first._sender.tokens


def test_the_secret_shows_in_no_representation() -> None:
    client = client_for(setup_of())
    assert "s3cret" not in f"{client!r} {client._sender!r} {client._sender.tokens!r}"


@pytest.mark.parametrize("missing", ["tenant", "client_id", "client_secret"])
def test_without_credentials_there_is_no_client(missing: str) -> None:
    with pytest.raises(DataverseError) as caught:
        client_for(setup_of(**{missing: ""}))
    assert (caught.value.cure, caught.value.code) == (Cure.CONFIGURATION, "credentials_missing")


def test_without_an_address_there_is_no_client() -> None:
    with pytest.raises(DataverseError) as caught:
        client_for(setup_of(environment_url=""))
    assert caught.value.code == "url_missing"
