"""Judges the account of order integration, where that is on: nobody else notices when it cannot work.

Source: clarification 3.
"""

from crm_integration.connection.check_result import CheckResult, passed, warned
from crm_integration.connection.environment_checks import INTEGRATION_USER_ROLE
from crm_integration.connection.environment_facts import EnvironmentFacts
from crm_integration.connection.order_integration_user import CrmUser, read_crm_user
from crm_integration.dataverse.client import DataverseClient
from crm_integration.models import ConnectionSetup


def check_order_account(
    client: DataverseClient, setup: ConnectionSetup, facts: EnvironmentFacts
) -> tuple[CheckResult, ...]:
    """Only warnings: what has nothing to do with orders works without it. Raises DataverseError."""
    if not setup.is_sales_order_integration_enabled or setup.organization_id != facts.organization_id:
        return ()
    account = setup.writes_documents_for or facts.user_id
    return judge_account(setup, read_crm_user(client, f"systemuserid eq {account}"))


def judge_account(setup: ConnectionSetup, user: CrmUser | None) -> tuple[CheckResult, ...]:
    """``user``: the account as it is in the CRM; None if it is not there."""
    if user is None:
        return (warned("order_account_missing", user=setup.order_account_name),)
    found = tuple(_each(user, is_other=setup.writes_documents_for is not None))
    return found or (passed("order_account_ready", user=user.name),)


def _each(user: CrmUser, *, is_other: bool) -> list[CheckResult]:
    """Whether the integration user is enabled and has its role is checked for everything that it does."""
    found = []
    if is_other and not user.is_enabled:
        found.append(warned("order_account_disabled", user=user.name))
    if is_other and INTEGRATION_USER_ROLE not in user.roles:
        found.append(warned("order_account_lacks_role", user=user.name, role=INTEGRATION_USER_ROLE))
    if not user.is_marked:
        found.append(warned("order_account_not_marked", user=user.name))
    return found
