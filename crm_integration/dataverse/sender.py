"""Sends a request to the Web API: never in a transaction, signed, repeated while that can help."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import requests
from django.db import connections
from requests.auth import AuthBase

from crm_integration.dataverse.environment import SDK_VERSIONS, api_root
from crm_integration.dataverse.errors import InsideTransaction, error_from_answer
from crm_integration.dataverse.exchange import Timeouts, answered_json, exchange
from crm_integration.dataverse.metadata import Tables, tables
from crm_integration.dataverse.retry import Retrier
from crm_integration.dataverse.tokens import TokenProvider
from odata.http_message import InnerRequest

T = TypeVar("T")
STANDARD_HEADERS = {
    "Accept": "application/json",
    "OData-MaxVersion": "4.0",
    "OData-Version": "4.0",
}
NETWORK_URL_LENGTH = 2_000


@dataclass(frozen=True)
class Sender:
    """One environment's Web API, with everything that each request to it needs.

    ``tokens``: None where the session signs in by itself. ``tables``: what is known of its tables.
    ``on_behalf_of``: the user for whom our own acts, if any.
    """

    environment_url: str
    tokens: TokenProvider | None = field(repr=False)
    session: requests.Session = field(repr=False)
    sdk_version: str = SDK_VERSIONS[-1]
    timeouts: Timeouts = field(default_factory=Timeouts)
    retrier: Retrier = field(default_factory=Retrier)
    tables: Tables = field(default_factory=tables, repr=False)
    on_behalf_of: UUID | None = None

    @property
    def api_root(self) -> str:
        return api_root(self.environment_url, self.sdk_version)

    @property
    def api_path(self) -> str:
        """The same without the host."""
        return urlsplit(self.api_root).path

    def send(self, request: InnerRequest, *, understand: Callable[[requests.Response], T]) -> T:
        """Returns what ``understand`` makes of a successful answer; raises DataverseError.

        Every request of this client may be repeated: reads, and writes that name what must be there before.
        """
        refuse_inside_transaction()
        return self.retrier.run(lambda: understand(self._once(request)))

    def _once(self, request: InnerRequest) -> requests.Response:
        answer = self._transmit(request, None) if self.tokens is None else self._signed(request, self.tokens)
        if answer.status_code >= 400:
            raise error_from_answer(
                status=answer.status_code,
                body=answered_json(answer),
                retry_after=seconds_of(answer.headers.get("Retry-After")),
            )
        return answer

    def _signed(self, request: InnerRequest, tokens: TokenProvider) -> requests.Response:
        token = tokens.token()
        answer = self._transmit(request, token)
        if answer.status_code == 401:
            answer = self._transmit(request, tokens.renew(rejected=token))
        return answer

    def _transmit(self, request: InnerRequest, token: str | None) -> requests.Response:
        return exchange(
            self.session,
            requests.Request(
                request.method,
                self.absolute(request.url),
                headers={**STANDARD_HEADERS, **self._for_whom, **request.headers},
                data=request.body or None,
                auth=_Bearer(token) if token else None,
            ),
            timeouts=self.timeouts,
        )

    @property
    def _for_whom(self) -> dict[str, str]:
        """On a batch it counts for every request in it."""
        return {"MSCRMCallerID": str(self.on_behalf_of)} if self.on_behalf_of else {}

    def absolute(self, url: str) -> str:
        """Returns a URL below the API root; links that the CRM handed out are absolute already."""
        return url if url.startswith(("http://", "https://")) else self.api_root + url.lstrip("/")


class _Bearer(AuthBase):
    """Set as authentication, not as header, so that nothing on this machine can replace it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def refuse_inside_transaction() -> None:
    """Raises InsideTransaction if a transaction is open on any database; those of test cases do not count."""
    for connection in connections.all(initialized_only=True):
        blocks = connection.atomic_blocks
        if any(not getattr(block, "_from_testcase", False) for block in blocks):
            raise InsideTransaction(f"The database {connection.alias!r} has an open transaction.")


def seconds_of(retry_after: str | None) -> float | None:
    """Reads a Retry-After header: seconds, or the moment to wait for; None if it says neither."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        return _seconds_until(retry_after)
    return max(seconds, 0.0) if math.isfinite(seconds) else None


def _seconds_until(moment: str) -> float | None:
    try:
        return max((parsedate_to_datetime(moment) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
