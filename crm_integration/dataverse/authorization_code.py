"""OAuth 2.0 authorization code with PKCE: where a person signs in, and the token that comes of it."""

from urllib.parse import urlencode

import requests

from crm_integration.dataverse.environment import authority_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts, exchange
from crm_integration.dataverse.tokens import read_token

# The permission to work in Dataverse as the person who signs in; none to stay signed in.
PERMISSION = "user_impersonation"


def authorization_url(
    *, host_url: str, tenant: str, client_id: str, redirect_uri: str, state: str, challenge: str
) -> str:
    """Returns where the browser is sent. ``host_url`` is the environment as the browser reaches it.

    The person chooses the account: who works in the ERP is not always who administers the CRM.
    """
    asked = {
        "client_id": client_id,
        "response_type": "code",
        "response_mode": "query",
        "redirect_uri": redirect_uri,
        "scope": f"{host_url}/{PERMISSION}",
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "prompt": "select_account",
    }
    return f"{authority_url(environment_url=host_url, tenant=tenant)}/authorize?{urlencode(asked)}"


class PersonalToken:
    """The token of one person, in the memory of whoever holds this object; it is never renewed."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "<PersonalToken>"

    def token(self) -> str:
        return self._value

    def renew(self, rejected: str) -> str:
        """Raises DataverseError: nobody but the person can get another one."""
        raise DataverseError(
            cure=Cure.AUTHENTICATION,
            code="sign_in_not_accepted",
            message="The CRM does not accept the person who signed in.",
            status=401,
        )


def redeem_code(
    *, url: str, form: dict[str, str], session: requests.Session, timeouts: Timeouts
) -> PersonalToken:
    """Exchanges a code for a token, once: a code is good for one attempt. Raises DataverseError."""
    request = requests.Request("POST", url, data={"grant_type": "authorization_code", **form})
    value, _ = read_token(exchange(session, request, timeouts=timeouts))
    return PersonalToken(value)
