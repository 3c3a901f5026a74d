"""The step *Advanced*: can what was chosen be done with the rest as it was chosen?"""

from datetime import datetime

from crm_integration.connection.assisted_setup.draft import setup_of
from crm_integration.connection.check_result import ConnectionNotReady
from crm_integration.connection.order_integration_user import user_named
from crm_integration.connection.solution.deploy import differences_of
from crm_integration.connection.solution_status import results_of, users_of
from crm_integration.connection.switch_item_availability import take_item_availability
from crm_integration.connection.test_connection import test_connection
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import AssistedSetupDraft, ConnectionSetup


def check_item_availability(draft: AssistedSetupDraft, *, now: datetime) -> None:
    """Raises DataverseError as ``take_item_availability``."""
    take_item_availability(
        setup_of(draft, now=now),
        url=draft.item_availability_url,
        user_name=draft.item_availability_user_name,
        key=draft.item_availability_key,
    )


def check_order_user(draft: AssistedSetupDraft, *, now: datetime) -> None:
    """Raises DataverseError as ``user_named``.

    An integration user without a role may not look; then the account is judged when it is finished.
    """
    if not draft.order_integration_user_name:
        return
    client = client_for(setup_of(draft, now=now), policy=FOR_READERS)
    try:
        user_named(client, draft.order_integration_user_name)
    except DataverseError as error:
        if error.cure is not Cure.PRIVILEGE:
            raise


def check_without_import(draft: AssistedSetupDraft, *, now: datetime) -> None:
    """What nobody will deploy must be there already: the role of our user, the solution for what needs it.

    Raises ConnectionNotReady, DataverseError.
    """
    setup = setup_of(draft, now=now)
    test = test_connection(setup=setup)
    if not test.has_passed:
        raise ConnectionNotReady(test.results)
    if draft.enables_sales_order_integration or draft.publishes_item_availability:
        _check_solution(setup)


def _check_solution(setup: ConnectionSetup) -> None:
    found = differences_of(client_for(setup, policy=FOR_READERS), users=users_of(setup))
    if found:
        raise ConnectionNotReady(results_of(found))
