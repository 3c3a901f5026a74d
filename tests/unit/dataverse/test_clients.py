"""The client for the connection that is set up."""

import pytest

from crm_integration.dataverse.clients import (
    FOR_PEOPLE,
    FOR_READERS,
    client_for,
    client_for_once,
    forget_clients,
)
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts
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


def test_who_waits_for_what_is_only_read_has_an_answer_within_twenty_seconds() -> None:
    client = client_for_once(setup_of(), policy=FOR_READERS)
    longest = [client._sender.timeouts, client._sender.tokens._timeouts]  # type: ignore[attr-defined, union-attr]
    assert longest == [Timeouts(connect=10, read=10)] * 2
    assert FOR_READERS.total < 10  # an attempt in vain is not repeated


def test_work_in_the_background_is_patient() -> None:
    assert client_for(setup_of())._sender.timeouts == Timeouts(connect=10, read=60)


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
