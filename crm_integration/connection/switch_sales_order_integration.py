"""Switches on and off that orders and quotes of the CRM become documents of the back office.

Source: SD 0, clarification 3. While it is on, the CRM does not recalculate what the integration writes.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from crm_integration.connection.check_result import CheckResult
from crm_integration.connection.order_integration_user import mark, unmark, user_with_id
from crm_integration.connection.register_webhook import register_or_warn
from crm_integration.connection.save_changes import save_columns
from crm_integration.connection.solution.deploy import deploy
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Update
from crm_integration.job_queue.entries import create_chore, remove_chore
from crm_integration.job_queue.entries.chores import (
    AUTO_CREATE_SALES_ORDERS,
    AUTO_PROCESS_SALES_QUOTES,
    SALES_ORDER_NOTES,
    SALES_ORDER_STATUS,
)
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.stopped import account_is_accepted

ORGANIZATIONS, FLAG = "organizations", "issopintegrationenabled"
SUBMITTED = "statecode eq 1"
# Jobs that follow what became of orders, as long as order integration is on.
FOLLOWING = (SALES_ORDER_STATUS, SALES_ORDER_NOTES)
AUTOMATIC = {
    "auto_create_sales_orders": AUTO_CREATE_SALES_ORDERS,
    "auto_process_sales_quotes": AUTO_PROCESS_SALES_QUOTES,
}


def enable_sales_order_integration(
    *, setup: ConnectionSetup, administrator: DataverseClient, now: datetime, user_id: UUID | None = None
) -> CheckResult:
    """Tells the CRM, as its administrator; the integration solution must be there. Returns whether the CRM
    will notify us of quotes, too.

    ``user_id``: the account that may handle it, the integration user unless another is given; it gets the
    role of the integration user. While it is on, enabling again with another account changes the account.
    Raises DataverseError (CONFIGURATION): ``connection_is_off``, ``sales_integration_is_off``,
    ``solution_needed``, ``order_user_…``, or what the CRM says.
    """
    if setup.sales_obstacle:
        raise _refusal(setup.sales_obstacle, "The sales integration is off.")
    if setup.solution_checked_at is None or setup.solution_differences:
        raise _refusal("solution_needed", "The integration solution is not there, or not complete.")
    _hand_over(setup, administrator, user_id)
    _tell(setup, administrator, is_on=True)
    account_is_accepted()
    with transaction.atomic():
        setup.is_sales_order_integration_enabled = True
        setup.save(update_fields=["is_sales_order_integration_enabled"])
        for chore in FOLLOWING:
            create_chore(chore, now=now)
    return register_or_warn(setup=setup, now=now)


def disable_sales_order_integration(
    *, setup: ConnectionSetup, administrator: DataverseClient, now: datetime
) -> CheckResult:
    """Nothing is made automatically any more. Returns whether the CRM could be told to be silent of quotes.

    Raises DataverseError: ``orders_are_submitted`` while the CRM has submitted orders, whose lives would be
    followed no further.
    """
    submitted = administrator.count("salesorders", SUBMITTED)
    if submitted:
        raise _refusal("orders_are_submitted", str(submitted))
    _tell(setup, administrator, is_on=False)
    unmark(administrator, setup)
    account_is_accepted()
    with transaction.atomic():
        leave_orders(setup)
        setup.save(update_fields=["is_sales_order_integration_enabled", "quotes_read_at", *AUTOMATIC])
    return register_or_warn(setup=setup, now=now)


def leave_orders(setup: ConnectionSetup) -> None:
    """Nothing more is done with orders; the setup is left to the caller to save."""
    setup.is_sales_order_integration_enabled = False
    setup.quotes_read_at = None
    for chore in FOLLOWING:
        remove_chore(chore)
    for switch, chore in AUTOMATIC.items():
        setattr(setup, switch, False)
        remove_chore(chore)


def switch_automatic(*, setup: ConnectionSetup, switch: str, is_on: bool, now: datetime) -> None:
    """``switch``: one of ``AUTOMATIC``. Raises DataverseError: ``order_integration_is_off``."""
    if is_on:
        check_orders_are_on(setup)
    with transaction.atomic():
        setattr(setup, switch, is_on)
        save_columns(setup, (switch,))
        if is_on:
            create_chore(AUTOMATIC[switch], now=now)
        else:
            remove_chore(AUTOMATIC[switch])


def check_orders_are_on(setup: ConnectionSetup) -> None:
    """Raises DataverseError: ``order_integration_is_off``."""
    if not setup.is_sales_order_integration_enabled:
        raise _refusal("order_integration_is_off", "Sales order integration is off.")


def _hand_over(setup: ConnectionSetup, administrator: DataverseClient, user_id: UUID | None) -> None:
    """Gives the account what it needs."""
    chosen = user_id or setup.integration_user_id
    assert chosen is not None  # noqa: S101 (known since the connection was enabled)
    user = user_with_id(administrator, chosen)
    deploy(administrator, users=f"systemuserid eq {user.id}")
    mark(administrator, user, setup)


def _tell(setup: ConnectionSetup, administrator: DataverseClient, *, is_on: bool) -> None:
    """Nothing is written that is there already."""
    assert setup.organization_id is not None  # noqa: S101 (known since the connection was enabled)
    row = administrator.retrieve(ORGANIZATIONS, setup.organization_id, select=(FLAG,))
    if row.values.get(FLAG) is is_on:
        return
    result = administrator.execute([Update(ORGANIZATIONS, setup.organization_id, {FLAG: is_on})])[0]
    if result.error is not None:
        raise result.error


def _refusal(code: str, message: str) -> DataverseError:
    return DataverseError(cure=Cure.CONFIGURATION, code=code, message=message)
