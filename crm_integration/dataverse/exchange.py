"""One request and its answer over a session, with every way it can be lost turned into a DataverseError."""

import os
from dataclasses import dataclass
from typing import Any, Final

import requests
from requests import exceptions
from requests.utils import get_environ_proxies

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.values import object_of


@dataclass(frozen=True)
class Timeouts:
    """Seconds to wait for a connection and for each next piece of an answer."""

    connect: float = 10.0
    read: float = 60.0

    def within(self, seconds: float) -> "Timeouts":
        return Timeouts(connect=min(self.connect, seconds), read=min(self.read, seconds))


# What OpenSSL calls an answer that is no TLS at all.
NOT_TLS: Final = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE")
# The first line that matches decides.
LOST: tuple[tuple[type[exceptions.RequestException], Cure, str, str], ...] = (
    (exceptions.SSLError, Cure.CONFIGURATION, "tls_failed", "The host's certificate is not accepted."),
    (exceptions.Timeout, Cure.TRANSIENT, "timed_out", "The host did not answer in time."),
    (exceptions.ConnectionError, Cure.TRANSIENT, "connection_lost", "The connection failed or was lost."),
    (exceptions.ChunkedEncodingError, Cure.TRANSIENT, "connection_lost", "The answer broke off."),
    (exceptions.ContentDecodingError, Cure.TRANSIENT, "connection_lost", "The answer is damaged."),
    (exceptions.RequestException, Cure.CONFIGURATION, "request_refused", "The request cannot be sent."),
)


def exchange(
    session: requests.Session, request: requests.Request, *, timeouts: Timeouts
) -> requests.Response:
    """Sends a request once and returns the answer, whatever its status; redirects are refused.

    The cause is cut off: what the network library says may hold the request with its secrets.
    """
    try:
        answer = session.send(
            session.prepare_request(request),
            timeout=(timeouts.connect, timeouts.read),
            allow_redirects=False,
            **_from_environment(request.url),
        )
    except exceptions.RequestException as error:
        raise _lost(error) from None
    if 300 <= answer.status_code < 400 and answer.status_code != 304:
        raise DataverseError(
            cure=Cure.CONFIGURATION,
            code="redirect_refused",
            message="The host answered with a redirect; the URL is not that of an environment.",
            status=answer.status_code,
        )
    return answer


def _from_environment(url: str) -> dict[str, Any]:
    """The proxy and the certificate store of this machine; never for plain http, which stays on it."""
    if not url.startswith("https://"):
        return {}
    store = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE")
    return {"proxies": get_environ_proxies(url), "verify": store or True}


def _lost(error: exceptions.RequestException) -> DataverseError:
    if isinstance(error, exceptions.SSLError) and any(name in str(error) for name in NOT_TLS):
        message = "The host does not answer over https at this address."
        return DataverseError(cure=Cure.CONFIGURATION, code="no_tls", message=message)
    for kind, cure, code, message in LOST:
        if isinstance(error, kind):
            return DataverseError(cure=cure, code=code, message=message)
    raise AssertionError("The last line matches every error.")


def answered_json(answer: requests.Response) -> dict[str, Any]:
    """Returns the JSON object in an answer; a proxy's page or an empty body is an empty object."""
    return object_of(answer.content)
