"""Looks for submitted orders and has sales orders made of them. Source: SD 1.1."""

from typing import Any
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.document_flow.sales_orders.waiting import WAITING
from crm_integration.job_queue import Deadline, Failed, Finished, Lease, Outcome
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.stopped import stopped

MOST = 10_000


def auto_create_sales_orders(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. What failed before is tried again: its cure may have come."""
    setup = ConnectionSetup.get()
    if not setup.is_enabled:
        return Failed("connection_is_off")
    if not setup.is_sales_order_integration_enabled:
        return Failed("order_integration_is_off")
    try:
        waiting = waiting_ids(client_for(setup))
    except DataverseError as error:
        return stopped(error)
    SALES_ORDERS_LATER.ask_in_parts(waiting)
    return Finished()


def waiting_ids(client: DataverseClient) -> list[UUID]:
    """The orders that wait, oldest first; more than the limit wait on. Raises DataverseError."""
    ids: list[UUID] = []
    for page in client.pages("salesorders", select=["ordernumber"], filter=WAITING, orderby="createdon"):
        ids += [row.id for row in page.rows]
        if len(ids) >= MOST:
            break
    return ids[:MOST]
