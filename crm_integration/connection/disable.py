"""Switches the Dataverse connection off."""

from django.db import transaction

from crm_integration.connection.check_result import CheckResult, passed, warned
from crm_integration.connection.register_webhook import unregister_webhook
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.job_queue.entries import hold_what_is_off
from crm_integration.models import ConnectionSetup


class SalesIntegrationIsOn(Exception):
    """What rests on the connection has to be switched off first."""


def disable() -> CheckResult:
    """Puts the jobs on hold; couplings and mappings stay. A CRM that cannot be reached costs a warning:
    what it still sends is not listened to.

    Raises SalesIntegrationIsOn (C&S 10.4); then nothing changes.
    """
    setups = ConnectionSetup.objects.filter(pk=1)
    with transaction.atomic():
        # Asked and written in one statement: somebody may switch the other one on at this moment.
        is_off = setups.filter(is_sales_integration_enabled=False).update(is_enabled=False, disable_reason="")
        if not is_off and setups.exists():
            raise SalesIntegrationIsOn
        hold_what_is_off()
    setup = ConnectionSetup.get()
    try:
        unregister_webhook(setup=setup, client=client_for(setup, policy=FOR_PEOPLE))
    except DataverseError as error:
        return warned("notifications_not_ended", message=error.message)
    return passed("notifications_ended")
