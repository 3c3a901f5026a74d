"""What an administrator does with item availability: let the CRM's people see the stock, or stop it."""

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Input, Level, Outcome, Subject
from crm_integration.actions.permissions import EDIT_CONNECTION
from crm_integration.connection.check_result import Outcome as Found
from crm_integration.connection.switch_item_availability import (
    disable_item_availability,
    enable_item_availability,
)
from crm_integration.models import ConnectionSetup


def _enable(call: Call) -> Outcome:
    """A blank ``key`` keeps the one that is saved."""
    enable_item_availability(
        setup=ConnectionSetup.get(),
        url=str(call.inputs.get("url", "")),
        user_name=str(call.inputs["user_name"]),
        key=str(call.inputs.get("key", "")),
        now=call.now,
    )
    return Outcome("item_availability_enabled")


def _disable(call: Call) -> Outcome:
    result = disable_item_availability(setup=ConnectionSetup.get())
    if result.outcome is Found.OK:
        return Outcome("item_availability_disabled")
    return Outcome("item_availability_disabled_with_warning", result.params, Level.WARNING)


ENABLE_ITEM_AVAILABILITY = Action(
    name="enable_item_availability",
    label=_("Publish"),
    subject=Subject.CONNECTION,
    permission=EDIT_CONNECTION,
    effect=_enable,
    page="item_availability",
    inputs=(Input(name="user_name", is_required=True), Input(name="url"), Input(name="key")),
    icon="play",
)
DISABLE_ITEM_AVAILABILITY = Action(
    name="disable_item_availability",
    label=_("Stop publishing"),
    subject=Subject.CONNECTION,
    permission=EDIT_CONNECTION,
    effect=_disable,
    page="stop_item_availability",
    icon="stop",
    is_dangerous=True,
)
