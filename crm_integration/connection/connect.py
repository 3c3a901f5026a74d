"""Sets the connection up with an address and credentials, and switches both layers on."""

from datetime import datetime

from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.destination import Destination, in_one_spelling, lead
from crm_integration.connection.enable import enable
from crm_integration.models import ConnectionSetup


def connect(destination: Destination, *, now: datetime) -> tuple[CheckResult, ...]:
    """Returns what the checks found; nothing is stored unless the connection is ready.

    Raises DataverseError for an address, tenant or connection string that is not accepted,
    ConnectionNotReady.
    """
    setup = ConnectionSetup.get()
    lead(setup, in_one_spelling(destination), now=now)
    return enable(setup=setup, now=now, with_sales=True)
