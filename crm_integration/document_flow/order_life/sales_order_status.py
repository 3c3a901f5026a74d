"""The job Sales Order Status: tells the CRM what happened here, and sees what happened there.

Source: SD 5, clarification 10. Orders whose stamp was lost are stamped, steps are told in their order, and
states that changed in the CRM since the last run are written down.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_of_documents
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.order_life.tell_step import tell_step
from crm_integration.document_flow.problem_book import OF_ONE_RECORD, keep_refusal
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_orders.stamp import stamp_or_keep
from crm_integration.job_queue import ContinueWith, Deadline, Failed, Finished, Lease, Outcome, hold
from crm_integration.models import ConnectionSetup, CrmDocument, OrderStep
from crm_integration.synch_engine.stopped import account_is_accepted, stopped_for_account

# A change bears the time of its writing and is seen at its commit; clocks differ.
OVERLAP = timedelta(minutes=10)
AT_ONCE = 100


def sales_order_status(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. Raises LeaseLost."""
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        return Failed(off)
    try:
        client = client_of_documents(setup)
        is_done = _stamp(client, lease, deadline) and _tell(client, lease, deadline)
        if not is_done:
            return ContinueWith({"told": timezone.now().isoformat()})
        _see_states(client, setup)
    except DataverseError as error:
        return stopped_for_account(error, setup)
    account_is_accepted()
    return Finished()


def _stamp(client: DataverseClient, lease: Lease, deadline: Deadline) -> bool:
    unstamped = CrmDocument.objects.filter(crm_table=ORDER, stamp_date__isnull=False, stamped_at=None)
    for document in unstamped.order_by("pk"):
        hold(lease, now=timezone.now())
        stamp_or_keep(client, document, version=None, now=timezone.now())
        if deadline.is_over:
            return False
    return True


def _tell(client: DataverseClient, lease: Lease, deadline: Deadline) -> bool:
    """A step that the CRM refuses keeps the later ones of its order back, not those of others."""
    kept_back: set[UUID] = set()
    while steps := list(OrderStep.objects.filter(told_at=None).exclude(crm_id__in=kept_back)[:AT_ONCE]):
        for step in steps:
            if step.crm_id in kept_back:
                continue
            hold(lease, now=timezone.now())
            try:
                tell_step(client, step)
            except DataverseError as error:
                if error.cure not in OF_ONE_RECORD:
                    raise
                kept_back.add(step.crm_id)
                _keep(step, error)
                continue
            OrderStep.objects.filter(pk=step.pk).update(told_at=timezone.now())
            if deadline.is_over:
                return False
    return True


def _keep(step: OrderStep, error: DataverseError) -> None:
    """An order that is deleted here has no row that would show it: its step stays to be told."""
    document = CrmDocument.objects.filter(crm_table=ORDER, crm_id=step.crm_id).first()
    if document is not None:
        keep_refusal(document, error, now=timezone.now())


def _see_states(client: DataverseClient, setup: ConnectionSetup) -> None:
    """Only orders that changed since the last run are asked for."""
    began = timezone.now()
    since = setup.order_states_read_at
    wanted = f"modifiedon ge {_text(since - OVERLAP)}" if since else "lastbackofficesubmit ne null"
    columns = ("statecode", "statuscode")
    for page in client.pages("salesorders", select=columns, filter=wanted):
        now = timezone.now()
        states = {row.id: {name: row.values[name] for name in columns} for row in page.rows}
        known = CrmDocument.objects.filter(crm_table=ORDER, crm_id__in=list(states))
        changed = []
        for document in known.filter(status=CrmDocument.Status.CREATED):
            state = states[document.crm_id]
            if (document.statecode, document.statuscode) != (state["statecode"], state["statuscode"]):
                document.statecode, document.statuscode = state["statecode"], state["statuscode"]
                document.state_read_at = now
                document.kept_at = None
                changed.append(document)
        CrmDocument.objects.bulk_update(changed, ["statecode", "statuscode", "state_read_at", "kept_at"])
    ConnectionSetup.objects.filter(pk=setup.pk).update(order_states_read_at=began)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
