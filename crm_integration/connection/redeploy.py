"""Redeploy Integration Solution: what somebody changed or removed is there again."""

from datetime import datetime

from crm_integration.connection.administrator import (
    administrator_of,
    administrator_of_embedded,
    needs_credentials,
)
from crm_integration.connection.solution.deploy import Deployment, deploy
from crm_integration.connection.solution_status import integration_user, keep_status
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup


def redeploy(
    *, setup: ConnectionSetup, now: datetime, client_id: str = "", client_secret: str = ""
) -> Deployment:
    """Deploys with the credentials of an administrator, which are stored nowhere; the CRM of this very
    process needs none. Raises DataverseError: ``environment_missing``, ``administrator_missing``,
    ``administrator_lacks_roles``, or what the CRM says.
    """
    client = _administrator(setup, client_id, client_secret)
    deployment = deploy(client, user=integration_user(setup))
    keep_status(setup=setup, differences=deployment.remaining, now=now)
    return deployment


def _administrator(setup: ConnectionSetup, client_id: str, client_secret: str) -> DataverseClient:
    if not setup.environment_url:
        raise _refusal("environment_missing", "There is no environment.")
    if not needs_credentials(setup):
        return administrator_of_embedded()
    if not setup.tenant:
        raise _refusal("environment_missing", "There is no tenant.")
    if not (client_id and client_secret):
        raise _refusal("administrator_missing", "Nobody is named who deploys.")
    return administrator_of(setup, client_id=client_id, client_secret=client_secret)


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
