"""The client for the connection that is set up: what is costly about it is made once per process."""

import functools
import os
import threading
from dataclasses import dataclass, replace

import requests
from django.conf import settings

from crm_integration.dataverse.ad_fs import FederatedTokens
from crm_integration.dataverse.authorization_code import redeem_code
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.credentials import (
    Application,
    Credentials,
    FederatedAccount,
    WindowsUser,
    credentials_of,
)
from crm_integration.dataverse.environment import SDK_VERSIONS, check_environment_url
from crm_integration.dataverse.exchange import Timeouts
from crm_integration.dataverse.ntlm import NtlmAdapter
from crm_integration.dataverse.personal_sign_in import SignInPlace, place_of
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
    """What all clients of one process for one set of credentials share: connections and the token, if they
    need one.
    """

    session: requests.Session
    tokens: TokenProvider | None
    timeouts: Timeouts


def client_for(setup: ConnectionSetup, *, policy: RetryPolicy | None = None) -> DataverseClient:
    """Returns a client for a setup, enabled or not; its token is shared by everybody in this process.

    Raises DataverseError (CONFIGURATION) for an address that is not accepted or credentials that are missing.
    """
    url, credentials = _url_of(setup), credentials_of(setup)
    with _making:
        line = _line(os.getpid(), url, credentials)
    return _client(setup, line, policy)


def client_of_documents(setup: ConnectionSetup, *, policy: RetryPolicy | None = None) -> DataverseClient:
    """The same for what is done with orders, quotes and invoices: by the account of order integration."""
    return client_for(setup, policy=policy).on_behalf_of(setup.writes_documents_for)


def client_for_once(setup: ConnectionSetup, *, policy: RetryPolicy | None = None) -> DataverseClient:
    """Returns a client with connections and a token of its own, of which nothing is kept when it is gone.

    Raises DataverseError as ``client_for`` does.
    """
    return _client(setup, _new_line(_url_of(setup), credentials_of(setup), policy), policy)


def client_of_person(
    setup: ConnectionSetup, *, code: str, verifier: str, redirect_uri: str
) -> DataverseClient:
    """Returns a client for whoever signed in and was sent back with ``code``; its token is kept nowhere else.

    The connection's own application redeems the code. Raises DataverseError.
    """
    session, timeouts = _new_session()
    place = place_of(setup, host_url=_url_of(setup), session=session, timeouts=timeouts)
    form = {
        "client_id": place.client_id,
        **place.proof,
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": redirect_uri,
    }
    tokens = redeem_code(url=place.token_url, form=form, session=session, timeouts=timeouts)
    return _client(setup, _Line(session=session, tokens=tokens, timeouts=timeouts), None)


def place_of_sign_in(setup: ConnectionSetup, *, host_url: str = "") -> SignInPlace:
    """Where a person signs in who reaches the environment at ``host_url``; else at its own address.

    Raises DataverseError.
    """
    session, timeouts = _new_session()
    return place_of(setup, host_url=host_url or _url_of(setup), session=session, timeouts=timeouts)


def _url_of(setup: ConnectionSetup) -> str:
    return check_environment_url(setup.environment_url, on_premises=setup.is_on_premises)


def sdk_version_of(setup: ConnectionSetup) -> str:
    """Returns the version of the Web API to speak: the newest, or on premises the one that was chosen; else
    the CRM's own as far as it is known, and the oldest before.
    """
    if not setup.is_on_premises:
        return SDK_VERSIONS[-1]
    own = ".".join(setup.crm_version.split(".")[:2])
    return setup.sdk_version or (own if own in SDK_VERSIONS else SDK_VERSIONS[0])


def _client(setup: ConnectionSetup, line: _Line, given: RetryPolicy | None) -> DataverseClient:
    policy = given or RetryPolicy()
    client = DataverseClient(
        environment_url=_url_of(setup),
        tokens=line.tokens,
        session=line.session,
        page_size=settings.DATAVERSE_PAGE_SIZE,
        batch_size=settings.DATAVERSE_BATCH_SIZE,
        timeouts=line.timeouts.within(policy.longest_silence),
        retrier=Retrier(policy=policy),
    )
    return client.speaking(sdk_version_of(setup))


@functools.lru_cache(maxsize=8)
def _line(pid: int, url: str, credentials: Credentials) -> _Line:
    """A forked worker must not share its parent's connections, hence the process id in the key."""
    return _new_line(url, credentials)


def _new_line(url: str, credentials: Credentials, policy: RetryPolicy | None = None) -> _Line:
    session, timeouts = _new_session()
    if isinstance(credentials, WindowsUser):
        most = settings.DATAVERSE_MAX_CONCURRENT_REQUESTS
        session.mount(url, NtlmAdapter(credentials, max_concurrent=most))
        return _Line(session=session, tokens=None, timeouts=timeouts)
    longest_sign_in = min(LONGEST_SIGN_IN, policy.longest_silence) if policy else LONGEST_SIGN_IN
    tokens = _tokens(url, credentials, session, timeouts.within(longest_sign_in))
    return _Line(session=session, tokens=tokens, timeouts=timeouts)


def _tokens(
    url: str, credentials: Application | FederatedAccount, session: requests.Session, timeouts: Timeouts
) -> TokenProvider:
    if isinstance(credentials, FederatedAccount):
        return FederatedTokens(environment_url=url, account=credentials, session=session, timeouts=timeouts)
    return ClientCredentials(
        environment_url=url,
        tenant=credentials.tenant,
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        session=session,
        timeouts=timeouts,
    )


def _new_session() -> tuple[requests.Session, Timeouts]:
    timeouts = Timeouts(
        connect=settings.DATAVERSE_CONNECT_TIMEOUT_SECONDS, read=settings.DATAVERSE_READ_TIMEOUT_SECONDS
    )
    return new_session(max_concurrent=settings.DATAVERSE_MAX_CONCURRENT_REQUESTS), timeouts


def forget_clients() -> None:
    """Drops connections and tokens; the next client is made from the settings of that moment."""
    _line.cache_clear()
