"""The client for the connection that is set up: what is costly about it is made once per process."""

import functools
import os
import threading
from dataclasses import dataclass, replace

import requests
from django.conf import settings

from crm_integration.dataverse.authorization_code import redeem_code
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.environment import check_environment_url, token_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts
from crm_integration.dataverse.retry import Retrier, RetryPolicy
from crm_integration.dataverse.tokens import ClientCredentials, TokenProvider
from crm_integration.dataverse.transports import new_session
from crm_integration.models import ConnectionSetup

# For a person who waits in front of a page; work in the background is patient by default.
FOR_PEOPLE = RetryPolicy(attempts=2, total=5.0, longest_retry_after=3.0)
# For one who waits for what is only read: nothing is lost when a slow answer is not waited for.
FOR_READERS = replace(FOR_PEOPLE, longest_silence=10.0)
# An authority answers at once or is asked again; whoever needs the token waits for the one who asks.
LONGEST_SIGN_IN = 10.0

_making = threading.Lock()


@dataclass(frozen=True)
class _Line:
    """What all clients of one process for one set of credentials share: connections and the token."""

    session: requests.Session
    tokens: TokenProvider
    timeouts: Timeouts


def client_for(setup: ConnectionSetup, *, policy: RetryPolicy | None = None) -> DataverseClient:
    """Returns a client for a setup, enabled or not; its token is shared by everybody in this process.

    Raises DataverseError (CONFIGURATION) for an address that is not accepted or credentials that are missing.
    """
    url = _url_of(setup)
    with _making:
        line = _line(os.getpid(), url, setup.tenant, setup.client_id, setup.client_secret)
    return _client(url, line, policy)


def client_of_documents(setup: ConnectionSetup, *, policy: RetryPolicy | None = None) -> DataverseClient:
    """The same for what is done with orders, quotes and invoices: by the account of order integration."""
    return client_for(setup, policy=policy).on_behalf_of(setup.writes_documents_for)


def client_for_once(setup: ConnectionSetup, *, policy: RetryPolicy | None = None) -> DataverseClient:
    """Returns a client with connections and a token of its own, of which nothing is kept when it is gone.

    Raises DataverseError as ``client_for`` does.
    """
    url = _url_of(setup)
    return _client(url, _new_line(url, setup.tenant, setup.client_id, setup.client_secret, policy), policy)


def client_of_person(
    setup: ConnectionSetup, *, code: str, verifier: str, redirect_uri: str
) -> DataverseClient:
    """Returns a client for whoever signed in and was sent back with ``code``; its token is kept nowhere else.

    The connection's own application redeems the code. Raises DataverseError.
    """
    url = _url_of(setup)
    session, timeouts = _new_session()
    form = {
        "client_id": setup.client_id,
        "client_secret": setup.client_secret,
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect_uri,
    }
    address = token_url(environment_url=url, tenant=setup.tenant)
    tokens = redeem_code(url=address, form=form, session=session, timeouts=timeouts)
    return _client(url, _Line(session=session, tokens=tokens, timeouts=timeouts), None)


def _url_of(setup: ConnectionSetup) -> str:
    url = check_environment_url(setup.environment_url)
    if not (setup.tenant and setup.client_id and setup.client_secret):
        raise DataverseError(
            cure=Cure.CONFIGURATION,
            code="credentials_missing",
            message="Tenant, client ID and client secret are needed.",
        )
    return url


def _client(url: str, line: _Line, given: RetryPolicy | None) -> DataverseClient:
    policy = given or RetryPolicy()
    return DataverseClient(
        environment_url=url,
        tokens=line.tokens,
        session=line.session,
        page_size=settings.DATAVERSE_PAGE_SIZE,
        batch_size=settings.DATAVERSE_BATCH_SIZE,
        timeouts=line.timeouts.within(policy.longest_silence),
        retrier=Retrier(policy=policy),
    )


@functools.lru_cache(maxsize=8)
def _line(pid: int, url: str, tenant: str, client_id: str, client_secret: str) -> _Line:
    """A forked worker must not share its parent's connections, hence the process id in the key."""
    return _new_line(url, tenant, client_id, client_secret)


def _new_line(
    url: str, tenant: str, client_id: str, client_secret: str, policy: RetryPolicy | None = None
) -> _Line:
    session, timeouts = _new_session()
    longest_sign_in = min(LONGEST_SIGN_IN, policy.longest_silence) if policy else LONGEST_SIGN_IN
    tokens = ClientCredentials(
        environment_url=url,
        tenant=tenant,
        client_id=client_id,
        client_secret=client_secret,
        session=session,
        timeouts=timeouts.within(longest_sign_in),
    )
    return _Line(session=session, tokens=tokens, timeouts=timeouts)


def _new_session() -> tuple[requests.Session, Timeouts]:
    timeouts = Timeouts(
        connect=settings.DATAVERSE_CONNECT_TIMEOUT_SECONDS, read=settings.DATAVERSE_READ_TIMEOUT_SECONDS
    )
    return new_session(max_concurrent=settings.DATAVERSE_MAX_CONCURRENT_REQUESTS), timeouts


def forget_clients() -> None:
    """Drops connections and tokens; the next client is made from the settings of that moment."""
    _line.cache_clear()
