"""Where a connection leads: the environment, and the credentials that it is reached with."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from crm_integration.connection.solution_status import forget_status
from crm_integration.dataverse.connection_string import read_connection_string, without_secret
from crm_integration.dataverse.credentials import check_connection_string, check_type
from crm_integration.dataverse.environment import SDK_VERSIONS, check_environment_url, origin, token_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup

ONLINE = ConnectionSetup.AuthenticationType.CLIENT_CREDENTIALS
# What belongs to the one way of signing in and says nothing in the other.
ONLINE_ONLY: Final = ("tenant", "client_id")
ON_PREMISES_ONLY: Final = ("connection_string", "sign_in_authority")
WHERE_IT_LEADS: Final = ("environment_url", "authentication_type", *ONLINE_ONLY, *ON_PREMISES_ONLY)


@dataclass(frozen=True, kw_only=True)
class Destination:
    """As it was entered; a blank ``client_secret`` is the one that is saved for the same destination.

    On premises that is the user's password; one that stands in the connection string is taken from there.
    """

    environment_url: str
    tenant: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    authentication_type: str = ONLINE
    connection_string: str = field(default="", repr=False)
    sign_in_authority: str = ""
    sdk_version: str = ""


def point_setup(setup: ConnectionSetup, destination: Destination, *, now: datetime) -> None:
    """Has a setup lead somewhere; saves nothing.

    Raises DataverseError (CONFIGURATION) for what is not accepted, ``connection_is_on``, and
    ``secret_of_environment_missing`` rather than take a saved secret elsewhere.
    """
    wanted = in_one_spelling(destination)
    moved = any(getattr(setup, name) != getattr(wanted, name) for name in WHERE_IT_LEADS)
    if setup.is_enabled and (moved or setup.sdk_version != wanted.sdk_version):
        raise _refusal("connection_is_on", "The connection is on.")
    if moved and wanted.environment_url and setup.client_secret and not wanted.client_secret:
        # An environment that was never saved counts too: the secret of a former one may be left.
        raise _refusal("secret_of_environment_missing", "The secret was given for another environment.")
    lead(setup, wanted, now=now)


def lead(setup: ConnectionSetup, wanted: Destination, *, now: datetime) -> None:
    """Has a setup lead to what ``in_one_spelling`` returned; saves nothing. Raises DataverseError for a
    connection string that says something else.
    """
    if setup.environment_url != wanted.environment_url:
        forget_status(setup)
        setup.crm_version = ""
    for name in (*WHERE_IT_LEADS, "sdk_version"):
        setattr(setup, name, getattr(wanted, name))
    if setup.is_on_premises and setup.connection_string:
        check_connection_string(setup)
    if wanted.client_secret:
        setup.client_secret, setup.client_secret_saved_at = wanted.client_secret, now


def in_one_spelling(destination: Destination) -> Destination:
    """Returns what was entered without what says nothing in its way of signing in, the secret apart.

    Raises DataverseError (CONFIGURATION) for an address, type, tenant, version or connection string that is
    not accepted.
    """
    if destination.authentication_type == ONLINE:
        return _online(destination)
    text, secret = without_secret(destination.connection_string)
    url = destination.environment_url or read_connection_string(text).url
    address = check_environment_url(url, on_premises=True) if url else ""
    check_type(destination.authentication_type, address)
    if destination.sdk_version not in ("", *SDK_VERSIONS):
        raise _refusal("sdk_version_unknown", ", ".join(SDK_VERSIONS))
    return replace(
        destination,
        environment_url=address,
        connection_string=text,
        client_secret=destination.client_secret or secret,
        sign_in_authority=_authority(destination.sign_in_authority),
        **dict.fromkeys(ONLINE_ONLY, ""),
    )


def _online(destination: Destination) -> Destination:
    url = destination.environment_url
    address = check_environment_url(url) if url else ""
    if address and destination.tenant:
        token_url(environment_url=address, tenant=destination.tenant)
    return replace(
        destination, environment_url=address, sdk_version="", **dict.fromkeys(ON_PREMISES_ONLY, "")
    )


def _authority(text: str) -> str:
    """The host of an AD FS, in one spelling."""
    if not text:
        return ""
    try:
        return check_environment_url(origin(text))
    except DataverseError:
        raise _refusal("authority_invalid", "The address of the authority is not accepted.") from None


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
