"""What proves to an environment who we are, by the authentication type of the setup."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crm_integration.dataverse.connection_string import (
    CLIENT_SECRET,
    PASSWORD,
    ConnectionString,
    read_connection_string,
)
from crm_integration.dataverse.environment import check_environment_url, is_embedded, is_microsoft
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup

Type = ConnectionSetup.AuthenticationType


@dataclass(frozen=True)
class Application:
    """An application that is registered with the environment's directory (OAuth 2.0 client credentials)."""

    tenant: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class WindowsUser:
    r"""A user of the domain: ``DOMAIN\user`` or an e-mail address (AD)."""

    account: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class FederatedAccount:
    """An application that is registered with an AD FS (IFD); it works as ``user_name``, or else as itself.

    ``resource`` is for what the AD FS may be asked besides the environment itself; blank for nothing.
    """

    authority: str
    client_id: str
    user_name: str
    secret: str = field(repr=False)
    resource: str = ""


Credentials = Application | WindowsUser | FederatedAccount


def credentials_of(setup: ConnectionSetup) -> Credentials:
    """Raises DataverseError (CONFIGURATION): ``credentials_missing``, ``password_missing``,
    ``authority_missing``, or as ``check_connection_string``.
    """
    if not setup.is_on_premises:
        if not (setup.tenant and setup.client_id and setup.client_secret):
            raise _refusal("credentials_missing", "Tenant, client ID and client secret are needed.")
        return Application(setup.tenant, setup.client_id, setup.client_secret)
    said = check_connection_string(setup)
    if not setup.client_secret:
        raise _refusal("password_missing", "The password is needed.")
    if setup.authentication_type == Type.AD:
        return WindowsUser(said.account, setup.client_secret)
    if not setup.sign_in_authority:
        raise _refusal("authority_missing", "The AD FS is not named.")
    return FederatedAccount(
        setup.sign_in_authority, said.client_id, said.account, setup.client_secret, said.resource
    )


def check_type(authentication_type: str, environment_url: str) -> None:
    """Raises DataverseError: ``authentication_type_not_supported``, ``environment_is_online``."""
    if authentication_type not in Type.values:
        raise _refusal("authentication_type_not_supported", "There is no such type.")
    is_online = is_microsoft(environment_url) or is_embedded(environment_url)
    if is_online and authentication_type != Type.CLIENT_CREDENTIALS:
        raise _refusal("environment_is_online", urlsplit(environment_url).netloc)


def check_connection_string(setup: ConnectionSetup) -> ConnectionString:
    """Returns what it says of this very environment. Raises DataverseError as ``read_connection_string``, and
    ``connection_string_missing``, ``authentication_type_not_supported``, ``connection_string_other_type``,
    ``connection_string_other_url``, ``user_name_missing``, ``user_name_invalid``, ``client_id_missing``.
    """
    if not setup.connection_string:
        raise _refusal("connection_string_missing", "There is no connection string.")
    said = read_connection_string(setup.connection_string)
    _check_auth_type(said.auth_type, setup.authentication_type)
    if said.url and check_environment_url(said.url, on_premises=True) != setup.environment_url:
        raise _refusal("connection_string_other_url", setup.environment_url)
    if said.password not in ("", PASSWORD) or said.client_secret not in ("", CLIENT_SECRET):
        raise AssertionError("A secret stands in a connection string where its placeholder should.")
    if setup.authentication_type == Type.IFD and not said.client_id:
        raise _refusal("client_id_missing", "The connection string names no application.")
    if said.user_name or setup.authentication_type == Type.AD or not said.client_secret:
        _check_user_name(said)
    return said


def _check_auth_type(said: str, chosen: str) -> None:
    named = said.lower() or chosen
    if named not in (Type.AD, Type.IFD):
        # What was typed may be a piece of a password whose semicolon was forgotten.
        raise _refusal("authentication_type_not_supported", "There is no such type.")
    if named != chosen:
        raise _refusal("connection_string_other_type", named)


def _check_user_name(said: ConnectionString) -> None:
    r"""``DOMAIN\user`` or an e-mail address (C&S 10.1)."""
    if not said.user_name:
        raise _refusal("user_name_missing", "The connection string names no user.")
    domain, _, name = said.account.rpartition("\\")
    if not (("@" in name and not domain) or (domain and name and "\\" not in domain)):
        raise _refusal("user_name_invalid", said.account[:100])


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
