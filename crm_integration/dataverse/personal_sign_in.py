"""Where a person signs in, by the authentication type of the connection, and with which application."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from crm_integration.dataverse.ad_fs import Authority, find_authority
from crm_integration.dataverse.credentials import FederatedAccount, credentials_of
from crm_integration.dataverse.environment import authority_url
from crm_integration.dataverse.exchange import Timeouts
from crm_integration.models import ConnectionSetup

# The permission to work in Dataverse as the person who signs in; none to stay signed in.
PERMISSION = "user_impersonation"


@dataclass(frozen=True)
class SignInPlace:
    """Two addresses of an authority; ``asked`` is what it is asked for, ``proof`` how the application proves
    itself when it redeems a code.
    """

    authorize_url: str
    token_url: str
    client_id: str
    asked: Mapping[str, str]
    proof: Mapping[str, str] = field(default_factory=dict, repr=False)


def place_of(
    setup: ConnectionSetup, *, host_url: str, session: requests.Session, timeouts: Timeouts
) -> SignInPlace:
    """``host_url`` is the environment as whoever signs in reaches it. Where the environment trusts an
    AD FS it is asked for it.

    Raises DataverseError as ``credentials_of``, ``find_authority``.
    """
    credentials = credentials_of(setup)
    if isinstance(credentials, FederatedAccount):
        found = find_authority(host_url, credentials, session=session, timeouts=timeouts)
        return _at_ad_fs(credentials, found)
    address = authority_url(environment_url=host_url, tenant=setup.tenant)
    return SignInPlace(
        f"{address}/authorize",
        f"{address}/token",
        setup.client_id,
        {"scope": f"{host_url}/{PERMISSION}", "prompt": "select_account"},
        {"client_secret": setup.client_secret},
    )


def _at_ad_fs(account: FederatedAccount, found: Authority) -> SignInPlace:
    proof = {} if account.user_name else {"client_secret": account.secret}
    asked = {"resource": found.resource, "prompt": "login"}
    return SignInPlace(found.authorize_url, found.token_url, account.client_id, asked, proof)
