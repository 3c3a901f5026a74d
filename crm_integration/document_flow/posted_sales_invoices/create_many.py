"""Creates many invoices in the CRM in the background."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils import timezone

from crm_integration.dataverse.clients import client_of_documents
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.posted_sales_invoices.create import create_invoices
from crm_integration.job_queue import ContinueWith, Deadline, Failed, Finished, Lease, Outcome, enqueue, hold
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import ConnectionSetup, Job
from crm_integration.synch_engine.look_again import due_documents
from crm_integration.synch_engine.stopped import account_is_accepted, stopped_for_account

OF_PEOPLE = 10
AT_ONCE = 5


def create_invoices_later(ids: Sequence[UUID], *, user: User | None = None) -> Job:
    return enqueue(
        kind=POSTEDSALESINV_INV.made_by,
        arguments={"ids": [str(id) for id in ids]},
        priority=OF_PEOPLE,
        total=len(ids),
        requested_by=user,
    )


def create_invoices_slice(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler. An invoice that cannot be created is counted, and its problem kept. Raises LeaseLost.

    Without ``ids`` the invoices are those that are due.
    """
    job = Job.objects.get(pk=lease.job_id)
    cursor, failed = job.cursor, job.failed_records
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        return Failed(off)
    try:
        client = client_of_documents(setup)
        while ids := _next(arguments, cursor):
            results = create_invoices(client, ids, setup=setup, now=timezone.now())
            failed += sum(result.problem is not None for result in results)
            done = cursor.get("place", 0) + len(ids)
            cursor = {"place": done, "after": str(ids[-1])}
            if hold(lease, now=timezone.now(), done=done, failed_records=failed, cursor=cursor):
                break
            if deadline.is_over and _next(arguments, cursor):
                return ContinueWith(cursor)
    except DataverseError as error:
        return stopped_for_account(error, setup)
    account_is_accepted()
    return Finished()


def _next(arguments: Mapping[str, Any], cursor: Mapping[str, Any]) -> list[UUID]:
    """In the order of their ids, what is due is tried once by a job, however soon it is due again."""
    if "ids" in arguments:
        place = cursor.get("place", 0)
        return [UUID(id) for id in arguments["ids"][place : place + AT_ONCE]]
    due = due_documents(POSTEDSALESINV_INV.name)
    if "after" in cursor:
        due = due.filter(erp_id__gt=cursor["after"])
    return [id for id in due[:AT_ONCE] if id is not None]
