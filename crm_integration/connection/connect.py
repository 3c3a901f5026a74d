"""Sets the connection up with an address and credentials, and switches it on."""

from datetime import datetime

from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.enable import enable
from crm_integration.connection.solution_status import forget_status
from crm_integration.dataverse.environment import check_environment_url, token_url
from crm_integration.models import ConnectionSetup


def connect(
    *, environment_url: str, tenant: str, client_id: str, client_secret: str, now: datetime
) -> tuple[CheckResult, ...]:
    """Returns what the checks found; nothing is stored unless the connection is ready.

    Raises DataverseError for an address or tenant that is not accepted, ConnectionNotReady.
    """
    setup = ConnectionSetup.get()
    address = check_environment_url(environment_url)
    if setup.environment_url != address:
        forget_status(setup)
    setup.environment_url = address
    token_url(environment_url=setup.environment_url, tenant=tenant)
    setup.tenant, setup.client_id = tenant, client_id
    setup.client_secret, setup.client_secret_saved_at = client_secret, now
    return enable(setup=setup, now=now)
