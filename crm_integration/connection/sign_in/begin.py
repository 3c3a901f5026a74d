"""Begins a sign-in: what is remembered of it, and where the browser is sent."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from crm_integration.connection.sign_in.pending import LIFETIME, PendingSignIn, challenge_of
from crm_integration.dataverse.authorization_code import authorization_url
from crm_integration.dataverse.clients import place_of_sign_in
from crm_integration.dataverse.credentials import WindowsUser, credentials_of
from crm_integration.dataverse.environment import check_environment_url, is_embedded
from crm_integration.models import ConnectionSetup


@dataclass(frozen=True)
class BegunSignIn:
    """``url`` is blank where Windows users sign in: user and password are asked for at a page of ours."""

    url: str
    pending: PendingSignIn


def begin_sign_in(
    *,
    setup: ConnectionSetup,
    purpose: str,
    redirect_uri: str,
    own_address: str,
    now: datetime,
    about: str = "",
) -> BegunSignIn:
    """``own_address`` is where the browser reaches us, and with us the embedded CRM of this process.

    Raises DataverseError as ``credentials_of``, or for what is wrong with the address or the authority.
    """
    environment = check_environment_url(setup.environment_url, on_premises=setup.is_on_premises)
    credentials = credentials_of(setup)
    pending = PendingSignIn(
        purpose=purpose,
        state=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
        redirect_uri=redirect_uri,
        environment_url=environment,
        tenant=setup.tenant,
        client_id=setup.client_id,
        sign_in_authority=setup.sign_in_authority,
        expires_at=now + LIFETIME,
        about=about,
    )
    if isinstance(credentials, WindowsUser):
        return BegunSignIn("", pending)
    place = place_of_sign_in(setup, host_url=own_address if is_embedded(environment) else environment)
    challenge = challenge_of(pending.verifier)
    url = authorization_url(place, redirect_uri=redirect_uri, state=pending.state, challenge=challenge)
    return BegunSignIn(url, pending)
