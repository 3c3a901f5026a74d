"""What an administrator does with sales order integration: switch it on and off, and what goes by itself."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Level, Outcome, Subject
from crm_integration.actions.permissions import EDIT_CONNECTION
from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.check_result import Outcome as CheckOutcome
from crm_integration.connection.sign_in.complete import SignInAnswer, signed_in_administrator
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
    registration = enable_sales_order_integration(
        setup=setup, administrator=administrator, now=call.now, user_id=_chosen(call.inputs["sign_in"])
    )
    return _told("order_integration_enabled", registration)


def _chosen(answer: SignInAnswer) -> UUID | None:
    """The account that was named when the sign-in began; None for the integration user."""
    about = answer.pending.about if answer.pending else ""
    return UUID(about) if about else None


def _disable(call: Call) -> Outcome:
    setup = ConnectionSetup.get()
    administrator = _administrator(call, setup)
    registration = disable_sales_order_integration(setup=setup, administrator=administrator, now=call.now)
    return _told("order_integration_disabled", registration)


def _told(code: str, registration: CheckResult) -> Outcome:
    """It is switched; that the CRM does not notify us as it should is said instead."""
    if registration.outcome is CheckOutcome.OK:
        return Outcome(code)
    return Outcome(registration.code, registration.params, Level.WARNING)


def _save(call: Call) -> Outcome:
    """A switch that is not named stays as it is."""
    for switch in filter(call.inputs.__contains__, AUTOMATIC):
        is_on = bool(call.inputs[switch])
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
