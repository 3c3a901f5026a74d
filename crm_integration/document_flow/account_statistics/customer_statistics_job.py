"""The job Customer Statistics: accounts get their statistics, invoices their states. Source: SD 4.3.

The first run looks at all coupled customers and invoices, later ones at what changed since.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.document_flow.account_statistics.update import update_account_statistics
from crm_integration.document_flow.posted_sales_invoices.states import update_invoice_states
from crm_integration.job_queue import Deadline, Failed, Finished, Lease, Outcome, hold
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.synch_engine.stopped import stopped
from erp.models import Customer, CustomerLedgerEntry, SalesInvoiceHeader, SalesLine

# A posting bears the time of its writing and is seen at its commit.
LONGEST_POSTING = timedelta(minutes=5)
AT_ONCE = 200


def customer_statistics_job(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. Raises LeaseLost."""
    setup = ConnectionSetup.get()
    if not setup.is_enabled:
        return Failed("connection_is_off")
    began = timezone.now()
    since = setup.statistics_synched_at
    customers, invoices = _customers(since), _invoices(since)
    done, total = 0, len(customers) + len(invoices)
    try:
        client = client_for(setup)
        for chunk in _chunks(customers):
            update_account_statistics(client, chunk, setup=setup, today=timezone.localdate())
            done += len(chunk)
            hold(lease, now=timezone.now(), done=done, total=total)
        for chunk in _chunks(invoices):
            update_invoice_states(client, chunk)
            done += len(chunk)
            hold(lease, now=timezone.now(), done=done, total=total)
    except DataverseError as error:
        return stopped(error)
    ConnectionSetup.objects.filter(pk=setup.pk).update(statistics_synched_at=began)
    return Finished()


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
