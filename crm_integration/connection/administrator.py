"""Who deploys the integration solution: somebody who may customize the CRM.

On the pages that is a person who signs in (``sign_in``), for a command an application with credentials;
either way for the one deployment, and stored nowhere.
"""

import io
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.core.management import call_command

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for_once
from crm_integration.dataverse.connection_string import read_connection_string, string_of
from crm_integration.dataverse.environment import is_embedded
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup

APPLICATION = "Business Central Setup"
ROLES = "systemuserroles_association"
# The roles, with the templates that they are made from in every environment, whatever their names there.
NEEDED = {
    "System Administrator": "627090ff-40a3-4053-8790-584edc5be201",
    "System Customizer": "119f245c-3cc8-4b62-b31c-d1a046ced15d",
}


def needs_credentials(setup: ConnectionSetup) -> bool:
    """Whether a command has to be told who deploys: everywhere but in the CRM of this very process."""
    return settings.SERVE != "all" or not is_embedded(setup.environment_url)


def administrator_of(setup: ConnectionSetup, *, client_id: str, client_secret: str) -> DataverseClient:
    """Returns a client that acts with the given credentials in the environment of the setup: on premises the
    ``client_id`` is a user's name. The CRM of this very process needs none.

    Raises DataverseError: ``environment_missing``, ``administrator_missing``, or as ``check_administrator``.
    """
    if not setup.environment_url:
        raise _refusal("environment_missing", "There is no environment.")
    if not needs_credentials(setup):
        return administrator_of_embedded()
    if not setup.is_on_premises and not setup.tenant:
        raise _refusal("environment_missing", "There is no tenant.")
    if not (client_id and client_secret):
        raise _refusal("administrator_missing", "Nobody is named who deploys.")
    return _checked(setup, client_id, client_secret)


def as_user(setup: ConnectionSetup, *, user_name: str, password: str) -> ConnectionSetup:
    """Returns the connection, not saved, as somebody else on premises: of the same domain, unless the name
    says another. Raises DataverseError for a connection string that cannot be read.
    """
    said = replace(read_connection_string(setup.connection_string), user_name=user_name)
    return ConnectionSetup(
        environment_url=setup.environment_url,
        authentication_type=setup.authentication_type,
        connection_string=string_of(said),
        sign_in_authority=setup.sign_in_authority,
        sdk_version=setup.sdk_version,
        crm_version=setup.crm_version,
        client_secret=password,
    )


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)


def administrator_of_embedded() -> DataverseClient:
    """Registers an application of the embedded CRM by its own command; the secret ends with the next time."""
    answer = io.StringIO()
    call_command(
        "crm_register_application", APPLICATION, role=list(NEEDED), stdout=answer, stderr=io.StringIO()
    )
    given = dict(line.split(": ", 1) for line in answer.getvalue().splitlines() if ": " in line)
    setup = ConnectionSetup(environment_url=settings.EMBEDDED_CRM_URL, tenant=given["tenant"].strip())
    return _checked(setup, given["client id"].strip(), given["client secret"].strip())


def _checked(setup: ConnectionSetup, client_id: str, client_secret: str) -> DataverseClient:
    given = ConnectionSetup(
        environment_url=setup.environment_url,
        tenant=setup.tenant,
        client_id=client_id,
        client_secret=client_secret,
    )
    if setup.is_on_premises:
        given = as_user(setup, user_name=client_id, password=client_secret)
    client = client_for_once(given)
    check_administrator(client)
    return client


def check_administrator(client: DataverseClient) -> None:
    """Raises DataverseError, PRIVILEGE (``administrator_lacks_roles``), for who may not customize."""
    held = _roles_of(client, client.who_am_i().user_id)
    missing = [name for name, template in NEEDED.items() if held.isdisjoint({name, template})]
    if missing:
        raise DataverseError(
            cure=Cure.PRIVILEGE, code="administrator_lacks_roles", message=", ".join(missing)
        )


def _roles_of(client: DataverseClient, user_id: UUID) -> set[str]:
    """The names of the roles and of their templates."""
    page = next(
        client.pages(
            "systemusers", select=["fullname"], filter=f"systemuserid eq {user_id}", expand=(ROLES,), top=1
        )
    )
    roles = page.rows[0].values[ROLES] if page.rows else []
    templates = {str(role.get("_roletemplateid_value") or role.get("roletemplateid") or "") for role in roles}
    return {str(role.get("name")) for role in roles} | {template.lower() for template in templates}
