"""Switches the connection off."""

from django.db import transaction

from crm_integration.connection.check_result import CheckResult, passed, warned
from crm_integration.connection.register_webhook import unregister_webhook
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.job_queue.entries import hold_all
from crm_integration.models import ConnectionSetup


def disable(*, setup: ConnectionSetup, reason: str = "") -> CheckResult:
    """Puts the jobs on hold; couplings and mappings stay. A CRM that cannot be reached costs a warning:
    what it still sends is not listened to.
    """
    with transaction.atomic():
        setup.is_enabled = False
        setup.disable_reason = reason[:50]
        setup.save(update_fields=["is_enabled", "disable_reason"])
        hold_all()
    try:
        unregister_webhook(setup=setup, client=client_for(setup, policy=FOR_PEOPLE))
    except DataverseError as error:
        return warned("notifications_not_ended", message=error.message)
    return passed("notifications_ended")
