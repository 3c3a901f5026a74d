"""Makes sales orders of many orders of the CRM in the background, some at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.sales_orders.create import create_sales_orders
from crm_integration.job_queue import ContinueWith, Deadline, Failed, Finished, Lease, Outcome, enqueue, hold
from crm_integration.models import ConnectionSetup, Job
from crm_integration.synch_engine.stopped import stopped

KIND = "create_sales_orders"
AT_ONCE = 10
OF_PEOPLE, BY_ITSELF = 10, 40


def create_later(ids: Sequence[UUID], *, user: User | None = None, priority: int = BY_ITSELF) -> Job:
    """Asks for it; many such jobs may be worked at the same time."""
    return enqueue(
        kind=KIND,
        arguments={"ids": [str(id) for id in ids]},
        unique_key=f"{KIND}:{ids[0]}:{len(ids)}",
        priority=priority,
        total=len(ids),
        requested_by=user,
    )


def under_way() -> set[UUID]:
    """The orders that jobs which have not ended yet are about."""
    unfinished = Job.objects.filter(kind=KIND, status__in=[Job.Status.READY, Job.Status.RUNNING])
    return {
        UUID(id) for arguments in unfinished.values_list("arguments", flat=True) for id in arguments["ids"]
    }


def create_slice(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler. An order that cannot be made is counted and does not keep the others. Raises LeaseLost."""
    job = Job.objects.get(pk=lease.job_id)
    ids = [UUID(id) for id in arguments["ids"]]
    place, failed = int(job.cursor.get("place", 0)), job.failed_records
    setup = ConnectionSetup.get()
    if not (setup.is_enabled and setup.is_sales_order_integration_enabled):
        return Failed("order_integration_is_off")
    try:
        client = client_for(setup)
        while place < len(ids):
            results = create_sales_orders(
                client, ids[place : place + AT_ONCE], setup=setup, now=timezone.now()
            )
            place += len(results)
            failed += sum(result.problem is not None for result in results)
            cursor = {"place": place}
            if hold(lease, now=timezone.now(), done=place, failed_records=failed, cursor=cursor):
                break
            if deadline.is_over and place < len(ids):
                return ContinueWith(cursor)
    except DataverseError as error:
        return stopped(error)
    return Finished()
