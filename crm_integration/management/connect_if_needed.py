"""What the loaders and the demo do when nothing is connected or deployed yet."""

import io

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.utils import timezone

from crm_integration.connection.administrator import administrator_of_embedded, needs_credentials
from crm_integration.connection.solution.integration_solution import PRODUCT_AVAILABILITY_ROLE
from crm_integration.connection.switch_item_availability import enable_item_availability
from crm_integration.connection.switch_sales_order_integration import (
    AUTOMATIC,
    enable_sales_order_integration,
    switch_automatic,
)
from crm_integration.models import ConnectionSetup
from erp.admin.roles import ITEM_AVAILABILITY_USER
from erp.models import Salesperson
from erp.operations.change_web_service_key import change_web_service_key

AVAILABILITY_USER = "availability"


def connect_if_needed(stdout: OutputWrapper) -> None:
    """Connects to the embedded CRM, unless a connection was set up or the CRM is served elsewhere."""
    if settings.SERVE == "all" and not ConnectionSetup.get().environment_url:
        call_command("connect", stdout=stdout)


def deploy_if_needed(stdout: OutputWrapper) -> None:
    """Deploys the integration solution into the embedded CRM of a connection that never had it."""
    setup = ConnectionSetup.get()
    if setup.is_enabled and setup.solution_checked_at is None and not needs_credentials(setup):
        call_command("deploy_solution", stdout=stdout)


def publish_if_needed(stdout: OutputWrapper) -> None:
    """Publishes item availability to the embedded CRM of a connection that never did, and lets the
    salespeople who can sign in there see it.
    """
    setup = ConnectionSetup.get()
    is_new = not setup.sales_obstacle and not setup.item_availability_user_name
    if not is_new or needs_credentials(setup):
        return
    user = _availability_user()
    now = timezone.now()
    key = change_web_service_key(user=user, now=now)
    enable_item_availability(setup=setup, url="", user_name=user.username, key=key, now=now)
    addresses = Salesperson.objects.exclude(e_mail="").values_list("e_mail", flat=True)
    names = [address.partition("@")[0] for address in addresses]
    for name in User.objects.filter(username__in=names).values_list("username", flat=True):
        call_command("crm_register_user", name, role=PRODUCT_AVAILABILITY_ROLE, stdout=io.StringIO())
    stdout.write("Salespeople see the stock of products on quote and order lines.")


def integrate_orders_if_needed(stdout: OutputWrapper) -> None:
    """Has orders and quotes of the embedded CRM become documents, for a connection that never did."""
    setup = ConnectionSetup.get()
    is_new = not setup.sales_obstacle and not setup.is_sales_order_integration_enabled
    if not is_new or setup.order_states_read_at is not None or needs_credentials(setup):
        return
    now = timezone.now()
    enable_sales_order_integration(setup=setup, administrator=administrator_of_embedded(), now=now)
    for switch in AUTOMATIC:
        switch_automatic(setup=setup, switch=switch, is_on=True, now=now)
    stdout.write("Orders that salespeople submit become sales orders, activated quotes sales quotes.")


def _availability_user() -> User:
    """Software only: the user has no password."""
    user, is_new = User.objects.get_or_create(username=AVAILABILITY_USER)
    if is_new:
        user.set_unusable_password()
        user.save()
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    return user
