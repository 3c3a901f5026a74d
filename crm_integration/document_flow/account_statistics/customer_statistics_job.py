"""The job Customer Statistics: accounts get their statistics, invoices their states. Source: SD 4.3.

The first run of a day looks at all coupled customers and invoices, later ones at what changed since.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for, client_of_documents
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.account_statistics.update import update_account_statistics
from crm_integration.document_flow.posted_sales_invoices.states import update_invoice_states
from crm_integration.job_queue import ContinueWith, Deadline, Failed, Finished, Lease, Outcome, hold
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import ConnectionSetup, Coupling, Job
from crm_integration.synch_engine.stopped import stopped, stopped_for_account
from erp.models import Customer, CustomerLedgerEntry, SalesInvoiceHeader, SalesLine

# A posting bears the time of its writing and is seen at its commit.
LONGEST_POSTING = timedelta(minutes=5)
AT_ONCE = 200


def customer_statistics_job(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. What is owed does not wait for the account of order integration.

    Raises LeaseLost.
    """
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        return Failed(off)
    job = Job.objects.get(pk=lease.job_id)
    began = str(job.cursor.get("began") or timezone.now().isoformat())
    since = _since(setup, timezone.localdate())
    chunks = [("customers", chunk) for chunk in _chunks(_customers(since))]
    chunks += [("invoices", chunk) for chunk in _chunks(_invoices(since))]
    place, failed = int(job.cursor.get("place", 0)), job.failed_records
    try:
        clients = {"customers": client_for(setup), "invoices": client_of_documents(setup)}
        while place < len(chunks):
            what, ids = chunks[place]
            failed += _work(clients[what], what, ids, setup)
            place += 1
            cursor = {"place": place, "began": began}
            is_stopped = hold(lease, now=timezone.now(), done=place, failed_records=failed, cursor=cursor)
            if is_stopped:
                return Finished()
            if deadline.is_over and place < len(chunks):
                return ContinueWith(cursor)
    except DataverseError as error:
        is_by_account = place < len(chunks) and chunks[place][0] == "invoices"
        return stopped_for_account(error, setup) if is_by_account else stopped(error)
    ConnectionSetup.objects.filter(pk=setup.pk).update(statistics_synched_at=datetime.fromisoformat(began))
    return Finished()


def _work(client: DataverseClient, what: str, ids: list[UUID], setup: ConnectionSetup) -> int:
    """Returns how many could not be written."""
    if what == "invoices":
        update_invoice_states(client, ids)
        return 0
    return update_account_statistics(client, ids, setup=setup, today=timezone.localdate()).failed


def _since(setup: ConnectionSetup, today: date) -> datetime | None:
    """None: everybody is looked at, once a day, since what is overdue changes with the day."""
    before = setup.statistics_synched_at
    return before if before is not None and timezone.localdate(before) == today else None


def _customers(since: datetime | None) -> list[UUID]:
    """Coupled customers with entries, lines or data of their own that are new."""
    coupled = Coupling.objects.filter(mapping=CUSTOMER.name, state=Coupling.State.COUPLED)
    customers = Customer.objects.filter(id__in=coupled.values("erp_id"))
    if since is not None:
        new = {"modified_at__gt": since - LONGEST_POSTING}
        customers = customers.filter(
            Q(no__in=CustomerLedgerEntry.objects.filter(**new).order_by().values("customer"))
            | Q(no__in=SalesLine.objects.filter(**new).order_by().values("document__bill_to_customer"))
            | Q(**new)
            | Q(id__in=coupled.filter(last_synch_at__gt=since - LONGEST_POSTING).values("erp_id"))
        )
    return list(customers.order_by("no").values_list("id", flat=True))


def _invoices(since: datetime | None) -> list[UUID]:
    coupled = Coupling.objects.filter(mapping=POSTEDSALESINV_INV.name)
    invoices = SalesInvoiceHeader.objects.filter(id__in=coupled.values("erp_id"))
    if since is not None:
        new = {"modified_at__gt": since - LONGEST_POSTING}
        entries = CustomerLedgerEntry.objects.filter(
            Q(**new) | Q(details__modified_at__gt=since - LONGEST_POSTING)
        )
        invoices = invoices.filter(Q(no__in=entries.order_by().values("document_no")) | Q(**new))
    return list(invoices.order_by("no").values_list("id", flat=True))


def _chunks(ids: list[UUID]) -> list[list[UUID]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
