"""Access tokens are cached, renewed once, and fetched by one thread for all."""

import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest
import requests
import responses

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.tokens import ClientCredentials
from crm_integration.dataverse.transports import new_session
from tests.unit.dataverse.conftest import URL, Clock

TOKEN_URL = "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"
SECRET = "s3cret-value"


def credentials(clock: Clock) -> ClientCredentials:
    return ClientCredentials(
        environment_url=URL,
        tenant="contoso.com",
        client_id="our-app",
        client_secret=SECRET,
        session=new_session(max_concurrent=2),
        clock=clock,
    )


def granted(value: str, expires_in: int = 3599) -> dict:
    return {"token_type": "Bearer", "expires_in": expires_in, "access_token": value}


def test_a_token_is_asked_for_by_client_credentials_with_the_environment_as_scope(
    network: responses.RequestsMock, clock: Clock
) -> None:
    network.post(TOKEN_URL, json=granted("t1"))
    assert credentials(clock).token() == "t1"
    assert parse_qs(str(network.calls[0].request.body)) == {
        "grant_type": ["client_credentials"],
        "client_id": ["our-app"],
        "client_secret": [SECRET],
        "scope": [f"{URL}/.default"],
    }


def test_a_token_serves_until_five_minutes_before_it_expires(
    network: responses.RequestsMock, clock: Clock
) -> None:
    network.post(TOKEN_URL, json=granted("t1"))
    network.post(TOKEN_URL, json=granted("t2"))
    tokens = credentials(clock)
    tokens.token()
    clock.sleep(3298)
    assert tokens.token() == "t1"
    clock.sleep(2)
    assert tokens.token() == "t2"


def test_a_short_token_serves_for_half_of_its_life(network: responses.RequestsMock, clock: Clock) -> None:
    network.post(TOKEN_URL, json=granted("t1", expires_in=60))
    network.post(TOKEN_URL, json=granted("t2", expires_in=60))
    tokens = credentials(clock)
    tokens.token()
    clock.sleep(29)
    assert tokens.token() == "t1"
    clock.sleep(2)
    assert tokens.token() == "t2"


def test_a_rejected_token_is_renewed_once_for_all_who_held_it(
    network: responses.RequestsMock, clock: Clock
) -> None:
    network.post(TOKEN_URL, json=granted("t1"))
    network.post(TOKEN_URL, json=granted("t2"))
    tokens = credentials(clock)
    held = tokens.token()
    assert [tokens.renew(rejected=held), tokens.renew(rejected=held), tokens.token()] == ["t2", "t2", "t2"]


def test_threads_that_need_a_token_at_once_share_one_request(
    network: responses.RequestsMock, clock: Clock
) -> None:
    everybody_waits = threading.Barrier(4, timeout=10)

    def answer(request: requests.PreparedRequest) -> tuple[int, dict, str]:
        return 200, {}, '{"access_token": "t1", "expires_in": 3599}'

    network.add_callback(responses.POST, TOKEN_URL, callback=answer)
    tokens = credentials(clock)

    def ask(_: int) -> str:
        everybody_waits.wait()
        return tokens.token()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == ["t1"] * 4
    assert len(network.calls) == 1


@pytest.mark.parametrize(
    ("status", "body", "cure", "code"),
    [
        (
            401,
            {"error": "invalid_client", "error_description": "AADSTS7000215"},
            "authentication",
            "invalid_client",
        ),
        (400, {"error": "unauthorized_client"}, "authentication", "unauthorized_client"),
        (
            400,
            {"error": "invalid_request", "error_codes": [90002]},
            "authentication",
            "tenant_unknown",
        ),
        (403, None, "authentication", "http_403"),
        (404, None, "configuration", "no_token"),
        (200, {"expires_in": 3599}, "configuration", "no_token"),
        (200, None, "configuration", "no_token"),
        (302, None, "configuration", "redirect_refused"),
        (429, None, "transient", "no_token"),
        (503, None, "transient", "no_token"),
    ],
)
def test_an_authority_that_gives_no_token_is_an_error_with_its_cure(
    network: responses.RequestsMock, clock: Clock, status: int, body: dict | None, cure: str, code: str
) -> None:
    answer = {"json": body} if body else {"body": "<html>"}
    network.post(TOKEN_URL, status=status, headers={"Location": "https://evil.org"}, **answer)
    with pytest.raises(DataverseError) as caught:
        credentials(clock).token()
    assert (caught.value.cure, caught.value.code) == (Cure(cure), code)


def test_a_failed_fetch_is_not_remembered(network: responses.RequestsMock, clock: Clock) -> None:
    network.post(TOKEN_URL, body=requests.ConnectionError(SECRET))
    network.post(TOKEN_URL, json=granted("t1"))
    tokens = credentials(clock)
    with pytest.raises(DataverseError):
        tokens.token()
    assert tokens.token() == "t1"


def test_the_secret_shows_nowhere(network: responses.RequestsMock, clock: Clock) -> None:
    network.post(TOKEN_URL, body=requests.ConnectionError(f"client_secret={SECRET}"))
    tokens = credentials(clock)
    with pytest.raises(DataverseError) as caught:
        tokens.token()
    assert SECRET not in repr(tokens)
    assert SECRET not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
