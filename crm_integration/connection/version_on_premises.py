"""The version of the Web API that is spoken with a CRM on premises: never newer than the CRM's own."""

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import sdk_version_of
from crm_integration.dataverse.environment import SDK_VERSIONS
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup


def at_its_version(client: DataverseClient, setup: ConnectionSetup) -> DataverseClient:
    """Returns the client that speaks the version of the setup. A CRM on premises is asked for its own first,
    in the oldest version, and the setup knows it then, not saved.

    Raises DataverseError, ``sdk_version_too_new`` for one.
    """
    if not setup.is_on_premises:
        return client
    setup.crm_version = client.speaking(SDK_VERSIONS[0]).retrieve_version()[:30]
    if _numbers(setup.sdk_version) > _numbers(setup.crm_version)[:2]:
        raise DataverseError(cure=Cure.CONFIGURATION, code="sdk_version_too_new", message=setup.crm_version)
    return client.speaking(sdk_version_of(setup))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".") if number.isdigit())
