"""Looks for activated and won quotes and has them processed. Source: SD 2."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.resting import resting
from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_quotes.process_later import SALES_QUOTES_LATER
from crm_integration.document_flow.sales_quotes.waiting import OFFERED, waiting_ids
from crm_integration.job_queue import Deadline, Failed, Finished, Lease, Outcome
from crm_integration.models import ConnectionSetup, CrmDocument
from crm_integration.synch_engine.stopped import stopped

# A change bears the time of its writing and is seen at its commit; clocks differ.
OVERLAP = timedelta(minutes=10)
# More wait for the next run.
MOST = 10_000


def auto_process_sales_quotes(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. What failed is tried again when it was changed, cured, or has rested.

    Only quotes that changed are asked for: from the oldest on that had not been processed at the last run.
    """
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        return Failed(off)
    if not setup.is_sales_order_integration_enabled:
        return Failed("order_integration_is_off")
    began = timezone.now()
    try:
        changed_at, states = _offered(client_for(setup), setup.quotes_read_at)
    except DataverseError as error:
        return stopped(error)
    waiting = waiting_ids(states)
    failed = CrmDocument.objects.filter(crm_table=QUOTE).exclude(code="").values_list("crm_id", flat=True)
    rest = resting(QUOTE, changed_at, began)
    SALES_QUOTES_LATER.ask_in_parts([*waiting[:MOST], *(id for id in failed if id not in rest)])
    read_at = min([began, *(changed_at[id] for id in waiting)])
    ConnectionSetup.objects.filter(pk=setup.pk).update(quotes_read_at=read_at)
    return Finished()


def _offered(client: DataverseClient, since: datetime | None) -> tuple[dict[UUID, datetime], dict[UUID, int]]:
    """When each changed, and its state; the longest unchanged first."""
    filter = OFFERED if since is None else f"{OFFERED} and modifiedon ge {_text(since - OVERLAP)}"
    changed_at: dict[UUID, datetime] = {}
    states: dict[UUID, int] = {}
    columns = ("statecode", "modifiedon")
    for page in client.pages("quotes", select=columns, filter=filter, orderby="modifiedon"):
        for row in page.rows:
            changed_at[row.id], states[row.id] = row.values["modifiedon"], int(row.values["statecode"])
    return changed_at, states


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
