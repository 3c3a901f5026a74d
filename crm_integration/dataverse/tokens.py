"""Access tokens: cached until they expire, fetched by one thread at a time; those of client credentials."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import requests

from crm_integration.dataverse.environment import token_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts, answered_json, exchange

SKEW_SECONDS = 300
# The number that Microsoft's directory has for a tenant that it does not know.
TENANT_NOT_FOUND = 90002


class TokenProvider(Protocol):
    """Whatever can give the client a bearer token."""

    def token(self) -> str:
        """Returns a token that is believed to be good."""
        ...

    def renew(self, rejected: str) -> str:
        """Returns another token than the one that the CRM rejected."""
        ...


@dataclass(frozen=True)
class _Token:
    value: str
    good_until: float


class RenewedTokens(ABC):
    """Tokens of which another one can be asked for at any time."""

    def __init__(
        self,
        *,
        session: requests.Session,
        timeouts: Timeouts | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._timeouts = timeouts or Timeouts()
        self._clock = clock
        self._lock = threading.Lock()
        self._cached: _Token | None = None

    @abstractmethod
    def _request(self) -> requests.Request:
        """What is sent for a token."""

    def token(self) -> str:
        """Returns the cached token or fetches one; threads that come meanwhile wait for the same one."""
        with self._lock:
            if self._cached is None or self._clock() >= self._cached.good_until:
                self._cached = self._fetch()
            return self._cached.value

    def renew(self, rejected: str) -> str:
        """Fetches a token unless another thread has replaced the rejected one already."""
        with self._lock:
            if self._cached is None or self._cached.value == rejected:
                self._cached = None
                self._cached = self._fetch()
            return self._cached.value

    def _fetch(self) -> _Token:
        asked_at = self._clock()
        value, lifetime = read_token(exchange(self._session, self._request(), timeouts=self._timeouts))
        return _Token(value=value, good_until=asked_at + max(lifetime - SKEW_SECONDS, lifetime / 2))


class ClientCredentials(RenewedTokens):
    """OAuth 2.0 client credentials at the environment's sign-in authority."""

    def __init__(
        self,
        *,
        environment_url: str,
        tenant: str,
        client_id: str,
        client_secret: str,
        session: requests.Session,
        timeouts: Timeouts | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(session=session, timeouts=timeouts, clock=clock)
        self._url = token_url(environment_url=environment_url, tenant=tenant)
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
            "scope": f"{environment_url}/.default",
        }

    def __repr__(self) -> str:
        return f"<ClientCredentials of {self._form['client_id']} at {self._url}>"

    def _request(self) -> requests.Request:
        return requests.Request("POST", self._url, data=self._form)


def read_token(answer: requests.Response) -> tuple[str, float]:
    """Returns the access token in an authority's answer and the seconds that it lives.

    Raises DataverseError for a refusal and for an answer that holds none.
    """
    body = answered_json(answer)
    if answer.status_code in (400, 401, 403):
        raise _refused(answer.status_code, body)
    value = body.get("access_token")
    if answer.status_code != 200 or not isinstance(value, str) or not value:
        raise _no_token(answer.status_code)
    return value, float(str(body.get("expires_in") or 0))


def _refused(status: int, body: dict[str, object]) -> DataverseError:
    """The authority's ``error_description`` names what is wrong, never a secret."""
    numbers = body.get("error_codes")
    is_tenant_unknown = isinstance(numbers, list) and TENANT_NOT_FOUND in numbers
    return DataverseError(
        cure=Cure.AUTHENTICATION,
        code="tenant_unknown" if is_tenant_unknown else str(body.get("error") or f"http_{status}"),
        message=str(body.get("error_description") or "The sign-in authority refused the credentials."),
        status=status,
    )


def _no_token(status: int) -> DataverseError:
    return DataverseError(
        cure=Cure.TRANSIENT if status == 429 or status >= 500 else Cure.CONFIGURATION,
        code="no_token",
        message=f"The sign-in authority answered with HTTP status {status} and no token.",
        status=status,
    )
