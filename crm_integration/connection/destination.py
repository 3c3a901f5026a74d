"""Where a connection leads: the environment, and the credentials that it is reached with."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from crm_integration.connection.solution_status import forget_status
from crm_integration.dataverse.environment import check_environment_url, token_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup

WHERE_IT_LEADS: Final = ("environment_url", "authentication_type", "tenant", "client_id")


@dataclass(frozen=True, kw_only=True)
class Destination:
    """As it was entered; a blank ``client_secret`` is the one that is saved for the same destination."""

    environment_url: str
    tenant: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    authentication_type: str = ConnectionSetup.AuthenticationType.CLIENT_CREDENTIALS


def point_setup(setup: ConnectionSetup, destination: Destination, *, now: datetime) -> None:
    """Has a setup lead somewhere; saves nothing.

    Raises DataverseError (CONFIGURATION) for an address or tenant that is not accepted, ``connection_is_on``,
    and ``secret_of_environment_missing`` rather than take a saved secret elsewhere.
    """
    address = check_environment_url(destination.environment_url) if destination.environment_url else ""
    if address and destination.tenant:
        token_url(environment_url=address, tenant=destination.tenant)
    wanted = {name: getattr(destination, name) for name in WHERE_IT_LEADS} | {"environment_url": address}
    moved = any(getattr(setup, name) != value for name, value in wanted.items())
    if setup.is_enabled and moved:
        raise _refusal("connection_is_on", "The connection is on.")
    if moved and address and setup.client_secret and not destination.client_secret:
        # An environment that was never saved counts too: the secret of a former one may be left.
        raise _refusal("secret_of_environment_missing", "The secret was given for another environment.")
    if setup.environment_url != address:
        forget_status(setup)
    for name, value in wanted.items():
        setattr(setup, name, value)
    if destination.client_secret:
        setup.client_secret, setup.client_secret_saved_at = destination.client_secret, now


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
