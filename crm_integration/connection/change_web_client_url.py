"""Has the CRM find us at another address: where it notifies, and what its links open."""

from datetime import datetime

from crm_integration.connection.addresses import web_client_url
from crm_integration.connection.check_result import CheckResult, warned
from crm_integration.connection.publish_item_availability import publish_again
from crm_integration.connection.register_webhook import register_or_warn, unregister_webhook
from crm_integration.connection.save_changes import save_columns
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import ConnectionSetup


def change_web_client_url(*, url: str, now: datetime) -> tuple[CheckResult, ...]:
    """A blank ``url`` is this server's own. A CRM that cannot be told costs warnings; told again, it knows.

    Returns nothing where the connection is off: it is told when it is enabled.
    """
    setup = ConnectionSetup.get()
    moves = web_client_url(setup) != web_client_url(ConnectionSetup(web_client_url=url))
    ended = _end_notifications(setup) if setup.is_enabled and moves else ()
    setup.web_client_url = url
    save_columns(setup, ("web_client_url",))
    if not (setup.is_enabled and moves):
        return ()
    return (*ended, register_or_warn(setup=setup, now=now), *publish_again(setup))


def _end_notifications(setup: ConnectionSetup) -> tuple[CheckResult, ...]:
    """Those to the former address: they would reach nobody."""
    try:
        unregister_webhook(setup=setup, client=client_for(setup, policy=FOR_PEOPLE))
    except DataverseError as error:
        return (warned("notifications_not_ended", message=error.message),)
    return ()
