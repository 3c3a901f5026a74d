"""Tells the CRM where and how it asks for the stock of products: its connection row.

The row's id follows from the CRM's organization, so that publishing twice is publishing once.
"""

from http import HTTPStatus
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from crm_integration.connection.addresses import item_availability_url, web_client_url
from crm_integration.connection.check_result import CheckResult, passed, warned
from crm_integration.connection.put_records import put_records, take_records_away
from crm_integration.connection.solution.integration_solution import CONNECTION
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Create, Delete
from crm_integration.models import ConnectionSetup

NAME: Final = "Business Central"


def publish_item_availability(*, setup: ConnectionSetup, client: DataverseClient) -> None:
    """Raises DataverseError; CONFIGURATION (``connection_table_missing``) where the integration solution is
    not deployed.
    """
    row = {
        "nav_name": NAME,
        "nav_dynamicsnavurl": web_client_url(setup),
        "nav_dynamicsnavodataurl": item_availability_url(setup),
        "nav_dynamicsnavodatausername": setup.item_availability_user_name,
        "nav_dynamicsnavodataaccesskey": setup.item_availability_key,
    }
    try:
        put_records(client, [Create(CONNECTION.entity_set, _row_id(setup), row)])
    except DataverseError as error:
        if not _lacks_table(error):
            raise
        raise DataverseError(
            cure=Cure.CONFIGURATION, code="connection_table_missing", message=error.message
        ) from error


def publish_again(setup: ConnectionSetup) -> tuple[CheckResult, ...]:
    """Writes the row of a connection that is on and publishes: it may be lost, with its table for example.

    A CRM that refuses costs a warning.
    """
    if setup.sales_obstacle or not setup.is_item_availability_enabled:
        return ()
    try:
        publish_item_availability(setup=setup, client=client_for(setup, policy=FOR_PEOPLE))
    except DataverseError as error:
        return (warned("availability_not_published", message=error.message),)
    return (passed("availability_published"),)


def withdraw_item_availability(*, setup: ConnectionSetup, client: DataverseClient) -> None:
    """Removes the row, and with it the key, from the CRM. Raises DataverseError."""
    try:
        take_records_away(client, [Delete(CONNECTION.entity_set, _row_id(setup))])
    except DataverseError as error:
        if not _lacks_table(error):
            raise


def _row_id(setup: ConnectionSetup) -> UUID:
    return uuid5(NAMESPACE_URL, f"{setup.organization_id}/{CONNECTION.name}")


def _lacks_table(error: DataverseError) -> bool:
    """Whether the CRM knows no such entity set."""
    return error.cure is Cure.CONFIGURATION and error.status == HTTPStatus.NOT_FOUND
