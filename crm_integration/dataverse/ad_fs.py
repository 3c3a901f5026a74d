"""Sign-in of a CRM on premises that trusts an AD FS (IFD): where it is, and access tokens from there.

The environment names its authority in its refusal of who brings no token. Credentials go there only if the
administrator confirmed the same host: whoever answers for the environment must not choose who gets them.
Nor must it choose for what: a token for another service would open that one to the CRM.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from crm_integration.dataverse.credentials import FederatedAccount
from crm_integration.dataverse.environment import SDK_VERSIONS, api_root, check_environment_url, origin
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts, exchange
from crm_integration.dataverse.tokens import RenewedTokens

_FACT = re.compile(r'\b(authorization_uri|resource_id)\s*=\s*"?([^",\s]+)"?', re.IGNORECASE)
_AUTHORIZE = re.compile(r"/adfs/oauth2/authorize/?")


@dataclass(frozen=True)
class Authority:
    """Where the environment has people and programs sign in, and for what they ask there."""

    url: str
    resource: str

    @property
    def authorize_url(self) -> str:
        return f"{self.url}/adfs/oauth2/authorize"

    @property
    def token_url(self) -> str:
        return f"{self.url}/adfs/oauth2/token"


def find_authority(
    environment_url: str, account: FederatedAccount, *, session: requests.Session, timeouts: Timeouts
) -> Authority:
    """Asks the environment. Raises DataverseError: ``authority_not_named``, ``authority_not_confirmed``,
    ``resource_not_confirmed``.
    """
    request = requests.Request("GET", f"{api_root(environment_url, SDK_VERSIONS[0])}WhoAmI")
    answer = exchange(session, request, timeouts=timeouts)
    demand = answer.headers.get("WWW-Authenticate", "") if answer.status_code == 401 else ""
    said = {name.lower(): value for name, value in _FACT.findall(demand)}
    url = _authority_url(said.get("authorization_uri", ""), demand or f"HTTP {answer.status_code}")
    if url != account.authority:
        raise _refused("authority_not_confirmed", url)
    resource = said.get("resource_id") or f"{environment_url}/"
    if resource != account.resource and not _is_of(resource, environment_url):
        raise _refused("resource_not_confirmed", resource[:200])
    return Authority(url, resource)


def _is_of(resource: str, environment_url: str) -> bool:
    try:
        return origin(resource) == origin(environment_url)
    except DataverseError:
        return False  # a name that is no address is that of another service


def _authority_url(named: str, demand: str) -> str:
    try:
        if _AUTHORIZE.fullmatch(urlsplit(named).path):
            return check_environment_url(origin(named))
    except DataverseError:
        pass  # an address that is not accepted is none
    raise _refused("authority_not_named", demand.split("=")[0].split(",")[0][:50])


class FederatedTokens(RenewedTokens):
    """Tokens of an AD FS: by the user's password, or by the application's own secret where no user is named.

    The password grant is what every such CRM accepts: on premises it has users, but no application users
    unless its release and its AD FS know client credentials.
    """

    def __init__(
        self,
        *,
        environment_url: str,
        account: FederatedAccount,
        session: requests.Session,
        timeouts: Timeouts | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(session=session, timeouts=timeouts, clock=clock)
        self._environment_url = environment_url
        self._account = account
        self._authority: Authority | None = None

    def __repr__(self) -> str:
        return f"<FederatedTokens of {self._account.user_name or self._account.client_id}>"

    def _request(self) -> requests.Request:
        if self._authority is None:
            self._authority = find_authority(
                self._environment_url, self._account, session=self._session, timeouts=self._timeouts
            )
        form = {"client_id": self._account.client_id, "resource": self._authority.resource, **self._grant}
        return requests.Request("POST", self._authority.token_url, data=form)

    @property
    def _grant(self) -> dict[str, str]:
        secret = self._account.secret
        if not self._account.user_name:
            return {"grant_type": "client_credentials", "client_secret": secret}
        return {"grant_type": "password", "username": self._account.user_name, "password": secret}


def _refused(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
