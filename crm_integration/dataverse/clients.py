"""The client for the connection that is set up: one per process and set of credentials."""

import functools
import os
import threading

from django.conf import settings

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.environment import check_environment_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts
from crm_integration.dataverse.tokens import ClientCredentials
from crm_integration.dataverse.transports import new_session
from crm_integration.models import ConnectionSetup

_making = threading.Lock()


def client_for(setup: ConnectionSetup) -> DataverseClient:
    """Returns the client for a setup, enabled or not; its token is shared by everybody in this process.

    Raises DataverseError (CONFIGURATION) for an address that is not accepted or credentials that are missing.
    """
    url = check_environment_url(setup.environment_url)
    if not (setup.tenant and setup.client_id and setup.client_secret):
        raise DataverseError(
            cure=Cure.CONFIGURATION,
            code="credentials_missing",
            message="Tenant, client ID and client secret are needed.",
        )
    with _making:
        return _client(os.getpid(), url, setup.tenant, setup.client_id, setup.client_secret)


@functools.lru_cache(maxsize=8)
def _client(pid: int, url: str, tenant: str, client_id: str, client_secret: str) -> DataverseClient:
    """A forked worker must not share its parent's connections, hence the process id in the key."""
    session = new_session(max_concurrent=settings.DATAVERSE_MAX_CONCURRENT_REQUESTS)
    timeouts = Timeouts(
        connect=settings.DATAVERSE_CONNECT_TIMEOUT_SECONDS, read=settings.DATAVERSE_READ_TIMEOUT_SECONDS
    )
    tokens = ClientCredentials(
        environment_url=url,
        tenant=tenant,
        client_id=client_id,
        client_secret=client_secret,
        session=session,
        timeouts=timeouts,
    )
    return DataverseClient(
        environment_url=url,
        tokens=tokens,
        session=session,
        page_size=settings.DATAVERSE_PAGE_SIZE,
        batch_size=settings.DATAVERSE_BATCH_SIZE,
        timeouts=timeouts,
    )


def forget_clients() -> None:
    """Drops every client and its token; the next one is made from the settings of that moment."""
    _client.cache_clear()
