"""What an administrator does with sales order integration: switch it on and off, and what goes by itself."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Outcome, Subject
from crm_integration.actions.permissions import EDIT_CONNECTION
from crm_integration.connection.sign_in.complete import signed_in_administrator
from crm_integration.connection.switch_sales_order_integration import (
    AUTOMATIC,
    disable_sales_order_integration,
    enable_sales_order_integration,
    switch_automatic,
)
from crm_integration.dataverse.client import DataverseClient
from crm_integration.models import ConnectionSetup


def _administrator(call: Call, setup: ConnectionSetup) -> DataverseClient:
    return signed_in_administrator(setup=setup, answer=call.inputs["sign_in"], now=call.now)


def _enable(call: Call) -> Outcome:
    setup = ConnectionSetup.get()
    administrator = _administrator(call, setup)
    enable_sales_order_integration(setup=setup, administrator=administrator, now=call.now)
    return Outcome("order_integration_enabled")


def _disable(call: Call) -> Outcome:
    setup = ConnectionSetup.get()
    disable_sales_order_integration(setup=setup, administrator=_administrator(call, setup))
    return Outcome("order_integration_disabled")


def _save(call: Call) -> Outcome:
    for switch in AUTOMATIC:
        is_on = bool(call.inputs.get(switch))
        switch_automatic(setup=ConnectionSetup.get(), switch=switch, is_on=is_on, now=call.now)
    return Outcome("order_integration_saved")


ENABLE_ORDER_INTEGRATION = Action(
    name="enable_sales_order_integration",
    label=_("Enable"),
    subject=Subject.CONNECTION,
    permission=EDIT_CONNECTION,
    effect=_enable,
    page="order_integration",
    icon="play",
)
DISABLE_ORDER_INTEGRATION = Action(
    name="disable_sales_order_integration",
    label=_("Disable"),
    subject=Subject.CONNECTION,
    permission=EDIT_CONNECTION,
    effect=_disable,
    page="order_integration",
    icon="stop",
    is_dangerous=True,
)
SAVE_ORDER_INTEGRATION = Action(
    name="save_sales_order_integration",
    label=_("Save"),
    subject=Subject.CONNECTION,
    permission=EDIT_CONNECTION,
    effect=_save,
    page="order_integration",
    icon="check",
)
