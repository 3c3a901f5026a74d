"""Switches on and off that the CRM sees the stock of products."""

from datetime import datetime
from urllib.parse import urlsplit

from axes.utils import reset
from django.contrib.auth.models import User
from django.db import transaction

from crm_integration.connection.addresses import own_item_availability_url
from crm_integration.connection.check_result import CheckResult, passed, warned
from crm_integration.connection.publish_item_availability import (
    publish_item_availability,
    withdraw_item_availability,
)
from crm_integration.connection.save_changes import save_columns
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.environment import check_environment_url
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.job_queue.entries import create_chore, remove_chore
from crm_integration.job_queue.entries.chores import ITEM_AVAILABILITY
from crm_integration.models import ConnectionSetup
from erp.queries.web_service_sign_in import WebServiceKeyBackend

OPEN_ITEM_AVAILABILITY = "erp.open_item_availability"
COLUMNS = (
    "is_item_availability_enabled",
    "item_availability_url",
    "item_availability_user_name",
    "item_availability_key",
)


def enable_item_availability(
    *, setup: ConnectionSetup, url: str, user_name: str, key: str, now: datetime
) -> None:
    """Writes the connection row of the CRM and starts the job that keeps stock on the products.

    Raises DataverseError (CONFIGURATION): ``connection_is_off``, ``sales_integration_is_off``,
    ``connection_table_missing``, as ``take_item_availability``, or what the CRM says; then nothing has
    changed here.
    """
    if setup.sales_obstacle:
        raise _refusal(setup.sales_obstacle, "The sales integration is off.")
    take_item_availability(setup, url=url, user_name=user_name, key=key)
    publish_item_availability(setup=setup, client=client_for(setup, policy=FOR_PEOPLE))
    with transaction.atomic():
        off = ConnectionSetup.objects.select_for_update().get(pk=setup.pk).sales_obstacle
        if off:
            raise _refusal(off, "It was switched off meanwhile.")
        setup.is_item_availability_enabled = True
        setup.save(update_fields=COLUMNS)
        create_chore(ITEM_AVAILABILITY, now=now)
    reset(username=user_name)  # whoever asked with a former key may ask again


def take_item_availability(setup: ConnectionSetup, *, url: str, user_name: str, key: str) -> None:
    """Puts into a setup, unsaved, what the CRM shall be told.

    A blank ``url`` is our own address, a blank ``key`` the one that is saved for that address and user.
    Raises DataverseError (CONFIGURATION): ``availability_url_invalid``, ``availability_url_not_service``,
    ``availability_key_missing``, ``availability_user_refused`` for a user name and key that do not belong
    together, ``availability_user_lacks_role``.
    """
    url = _checked(url)
    _check_own_address(url, own=own_item_availability_url(setup))
    is_same = (url, user_name) == (setup.item_availability_url, setup.item_availability_user_name)
    if not key and not (is_same and setup.item_availability_key):
        raise _refusal("availability_key_missing", "The key is missing.")
    setup.item_availability_url, setup.item_availability_user_name = url, user_name
    setup.item_availability_key = key or setup.item_availability_key
    _check_user(setup)


def disable_item_availability(*, setup: ConnectionSetup) -> CheckResult:
    """The service answers nobody any more, the saved key is forgotten, the job is gone.

    A CRM that cannot be reached costs a warning: the row stays in it, with a key that opens nothing here
    while the service is off.
    """
    with transaction.atomic():
        setup.is_item_availability_enabled = False
        setup.item_availability_key = ""
        save_columns(setup, ("is_item_availability_enabled", "item_availability_key"))
        remove_chore(ITEM_AVAILABILITY)
    try:
        withdraw_item_availability(setup=setup, client=client_for(setup, policy=FOR_PEOPLE))
    except DataverseError as error:
        return warned("availability_not_withdrawn", message=error.message)
    return passed("availability_withdrawn")


def _checked(url: str) -> str:
    """Blank, or an address that the CRM may be sent to with a key: https, or this machine."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        origin = check_environment_url(f"{parts.scheme}://{parts.netloc}")
    except (ValueError, DataverseError):
        raise _refusal("availability_url_invalid", "The URL is not acceptable.") from None
    return origin + parts.path


def _check_own_address(url: str, *, own: str) -> None:
    """At our own address the service has one path.

    Nothing is asked over the network: that would let whoever publishes send us to any host, and a server
    with a single free thread would wait for itself. What another host answers shows where stock is asked for.
    """
    if url and url != own and urlsplit(url)[:2] == urlsplit(own)[:2]:
        raise _refusal("availability_url_not_service", own)


def _check_user(setup: ConnectionSetup) -> None:
    user: User | None = WebServiceKeyBackend().authenticate(
        None, username=setup.item_availability_user_name, web_service_key=setup.item_availability_key
    )
    if user is None:
        raise _refusal("availability_user_refused", "User name and key do not belong together.")
    if not user.has_perm(OPEN_ITEM_AVAILABILITY):
        raise _refusal("availability_user_lacks_role", "The user may not open the service.")


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
