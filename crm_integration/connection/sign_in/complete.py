"""Completes a sign-in: the code becomes a client that acts as the administrator, for this one time.

The token is in the memory of that client alone, so that it ends with the request in which the browser
comes back: nothing has to be encrypted, deleted or cleaned up after a crash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crm_integration.connection.administrator import as_user, check_administrator
from crm_integration.connection.sign_in.pending import PendingSignIn, accept, accepted_code
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for_once, client_of_person
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup
from crm_integration.models.authentication_type import AuthenticationType


@dataclass(frozen=True)
class SignInAnswer:
    """What was remembered when the sign-in began, if anything, and what the browser brings back."""

    pending: PendingSignIn | None
    given: Mapping[str, str]


def signed_in_administrator(
    *, setup: ConnectionSetup, answer: SignInAnswer, now: datetime
) -> DataverseClient:
    """Raises DataverseError: ``sign_in_…``, or ``administrator_lacks_roles``."""
    connection = {
        "environment_url": setup.environment_url,
        "tenant": setup.tenant,
        "client_id": setup.client_id,
        "sign_in_authority": setup.sign_in_authority,
    }
    if setup.authentication_type == AuthenticationType.AD:
        accept(answer.pending, answer.given, connection=connection, now=now)
        client = _windows_user(setup, answer.given)
    else:
        code = accepted_code(answer.pending, answer.given, connection=connection, now=now)
        assert answer.pending is not None  # noqa: S101 accepted_code refuses None
        client = _redeemed(setup, answer.pending, code)
    _check_person(client, setup)
    return client


def _windows_user(setup: ConnectionSetup, given: Mapping[str, str]) -> DataverseClient:
    name, password = given.get("user_name", "").strip(), given.get("password", "")
    if not (name and password):
        raise DataverseError(
            cure=Cure.AUTHENTICATION, code="sign_in_without_password", message="Nobody signed in."
        )
    return client_for_once(as_user(setup, user_name=name, password=password))


def _redeemed(setup: ConnectionSetup, pending: PendingSignIn, code: str) -> DataverseClient:
    try:
        return client_of_person(
            setup, code=code, verifier=pending.verifier, redirect_uri=pending.redirect_uri
        )
    except DataverseError as error:
        raise _retold(error, _code_of(error)) from None


def _code_of(error: DataverseError) -> str:
    """What a person can do about it: wait, mend the application's credentials, or begin again."""
    if error.cure is Cure.TRANSIENT:
        return "sign_in_authority_away"
    if error.code in ("invalid_client", "unauthorized_client"):
        return "sign_in_application_refused"
    if error.code == "invalid_grant":
        return "sign_in_code_refused"
    return "sign_in_refused"


def _check_person(client: DataverseClient, setup: ConnectionSetup) -> None:
    try:
        who = client.who_am_i()
    except DataverseError as error:
        if error.code == "windows_user_refused":
            raise _retold(error, "sign_in_password_refused") from None
        if error.status in (401, 403):
            raise _retold(error, "sign_in_not_accepted") from None
        raise
    if setup.is_enabled and who.organization_id != setup.organization_id:
        message = "The environment belongs to another organization."
        raise DataverseError(cure=Cure.CONFIGURATION, code="sign_in_for_other_organization", message=message)
    check_administrator(client)


def _retold(error: DataverseError, code: str) -> DataverseError:
    return DataverseError(cure=error.cure, code=code, message=error.message, status=error.status)
