"""OAuth 2.0 authorization code with PKCE: where a person signs in, and the token that comes of it."""

from urllib.parse import urlencode

import requests

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.exchange import Timeouts, exchange
from crm_integration.dataverse.personal_sign_in import SignInPlace
from crm_integration.dataverse.tokens import read_token


def authorization_url(place: SignInPlace, *, redirect_uri: str, state: str, challenge: str) -> str:
    """Returns where the browser is sent.

    The person chooses the account: who works in the ERP is not always who administers the CRM.
    """
    asked = {
        "client_id": place.client_id,
        "response_type": "code",
        "response_mode": "query",
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **place.asked,
    }
    return f"{place.authorize_url}?{urlencode(asked)}"


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
