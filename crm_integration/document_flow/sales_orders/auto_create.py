"""Looks for submitted orders and has sales orders made of them. Source: SD 1.1."""

from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.resting import resting
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.document_flow.sales_orders.waiting import WAITING
from crm_integration.job_queue import Deadline, Failed, Finished, Lease, Outcome
from crm_integration.models import ConnectionSetup
from crm_integration.synch_engine.stopped import stopped

MOST = 10_000


def auto_create_sales_orders(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. What failed is tried again when it was changed, cured, or has rested."""
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        return Failed(off)
    if not setup.is_sales_order_integration_enabled:
        return Failed("order_integration_is_off")
    try:
        waiting = _waiting(client_for(setup))
    except DataverseError as error:
        return stopped(error)
    rest = resting(ORDER, waiting, timezone.now())
    SALES_ORDERS_LATER.ask_in_parts([id for id in waiting if id not in rest])
    return Finished()


def waiting_ids(client: DataverseClient) -> list[UUID]:
    """The orders that wait, oldest first; more than the limit wait on. Raises DataverseError."""
    return list(_waiting(client))


def _waiting(client: DataverseClient) -> dict[UUID, datetime]:
    """When each of them was changed last."""
    found: dict[UUID, datetime] = {}
    for page in client.pages("salesorders", select=["modifiedon"], filter=WAITING, orderby="createdon"):
        found |= {row.id: row.values["modifiedon"] for row in page.rows}
        if len(found) >= MOST:
            break
    return dict(islice(found.items(), MOST))
