"""What is known of the integration solution in the environment: asked for, and kept for the page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from crm_integration.connection.check_result import CheckResult, failed, passed, warned
from crm_integration.connection.solution.deploy import differences_of
from crm_integration.connection.solution.differences import Difference
from crm_integration.connection.solution.integration_solution import INTEGRATION_SOLUTION
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.job_queue.entries import create_chore
from crm_integration.job_queue.entries.chores import CUSTOMER_STATISTICS
from crm_integration.models import ConnectionSetup

# Where the answer is kept.
STATUS: Final = ("solution_differences", "solution_version", "solution_checked_at")


def check_solution(*, setup: ConnectionSetup, now: datetime) -> tuple[CheckResult, ...]:
    """Asks as the integration user, and keeps the answer. What is missing is a warning: the connection
    works without it, but not what needs it. Changes nothing in the CRM.
    """
    try:
        client = client_for(setup, policy=FOR_READERS)
        found = differences_of(client, users=users_of(setup))
    except DataverseError as error:
        return (warned("solution_not_readable", message=error.message),)
    keep_status(setup=setup, differences=found, now=now)
    return results_of(found)


def results_of(differences: Iterable[Difference]) -> tuple[CheckResult, ...]:
    """What a person has to mend is an error, the rest is mended by redeploying."""
    results = tuple(
        (failed if found.needs_a_person else warned)(found.code, **found.params) for found in differences
    )
    return results or (passed("solution_deployed", version=INTEGRATION_SOLUTION.version),)


def users_of(setup: ConnectionSetup) -> str:
    """The OData filter that finds the user as whom we connect, and the account of order integration unless it
    is disabled; blank if nobody is set up. Raises DataverseError.
    """
    own, account = _own_user(setup), setup.writes_documents_for
    if not own or account is None:
        return own
    return f"{own} or (systemuserid eq {account} and isdisabled eq false)"


def _own_user(setup: ConnectionSetup) -> str:
    """On premises nothing in the CRM's list tells which user a name stands for, but the CRM itself does."""
    if not setup.is_on_premises:
        return user_of_application(setup.client_id)
    return f"systemuserid eq {client_for(setup, policy=FOR_READERS).who_am_i().user_id}"


def user_of_application(client_id: str) -> str:
    """The OData filter that finds the user of an application; blank if that is not its id."""
    try:
        return f"applicationid eq {UUID(client_id)}"
    except ValueError:
        return ""


def keep_status(*, setup: ConnectionSetup, differences: Iterable[Difference], now: datetime) -> None:
    """Stored where the setup is stored. Accounts have statistics as soon as the solution is there."""
    kept = [{"code": found.code, "params": dict(found.params)} for found in differences]
    setup.solution_differences = kept
    setup.solution_version = "" if kept else INTEGRATION_SOLUTION.version
    setup.solution_checked_at = now
    if ConnectionSetup.objects.filter(pk=setup.pk, environment_url=setup.environment_url).exists():
        setup.save(update_fields=STATUS)
        if not setup.sales_obstacle and not kept:
            create_chore(CUSTOMER_STATISTICS, now=now)


def forget_status(setup: ConnectionSetup) -> None:
    """Of another environment nothing is known; saves nothing."""
    setup.solution_version, setup.solution_checked_at, setup.solution_differences = "", None, []
