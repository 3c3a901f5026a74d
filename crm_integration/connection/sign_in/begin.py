"""Begins a sign-in: what is remembered of it, and where the browser is sent."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from crm_integration.connection.sign_in.pending import LIFETIME, PendingSignIn, challenge_of
from crm_integration.dataverse.authorization_code import authorization_url
from crm_integration.dataverse.environment import check_environment_url, is_embedded
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup


@dataclass(frozen=True)
class BegunSignIn:
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

    Raises DataverseError: ``credentials_missing``, or what is wrong with the address.
    """
    environment = check_environment_url(setup.environment_url)
    if not (setup.tenant and setup.client_id and setup.client_secret):
        raise DataverseError(
            cure=Cure.CONFIGURATION,
            code="credentials_missing",
            message="No application can ask.",
        )
    pending = PendingSignIn(
        purpose=purpose,
        state=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
        redirect_uri=redirect_uri,
        environment_url=environment,
        tenant=setup.tenant,
        client_id=setup.client_id,
        expires_at=now + LIFETIME,
        about=about,
    )
    url = authorization_url(
        host_url=own_address if is_embedded(environment) else environment,
        tenant=setup.tenant,
        client_id=setup.client_id,
        redirect_uri=redirect_uri,
        state=pending.state,
        challenge=challenge_of(pending.verifier),
    )
    return BegunSignIn(url, pending)
