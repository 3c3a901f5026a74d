"""What of the posted invoices of an order is paid, and by which payments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from crm_integration.document_flow.order_life.journey_facts import DocumentFact, InvoiceFact
from erp.models import (
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    DetailedEntryType,
    LedgerDocumentType,
    SalesInvoiceHeader,
)
from erp.queries.customer_ledger import with_amounts


def read_invoices(
    invoices: Sequence[SalesInvoiceHeader], times: Mapping[UUID | None, datetime]
) -> tuple[InvoiceFact, ...]:
    """``times``: when documents were posted, by their ids."""
    numbers = [invoice.no for invoice in invoices]
    entries = with_amounts(
        CustomerLedgerEntry.objects.filter(document_type=LedgerDocumentType.INVOICE, document_no__in=numbers)
    )
    by_no = {entry.document_no: entry for entry in entries}
    payments = _payments(entry.entry_no for entry in by_no.values())
    return tuple(
        _invoice(invoice, entry, tuple(payments[entry.entry_no]), times.get(invoice.id))
        for invoice in invoices
        if (entry := by_no.get(invoice.no))
    )


def _invoice(
    invoice: SalesInvoiceHeader, entry: Any, payments: tuple[DocumentFact, ...], at: datetime | None
) -> InvoiceFact:
    return InvoiceFact(
        table="sales_invoice_header",
        id=invoice.id,
        no=invoice.no,
        at=at,
        amount=entry.amount,
        remaining=entry.remaining_amount,
        due_date=entry.due_date,
        closed_date=entry.closed_at_date,
        is_cancelled=invoice.cancelled,
        payments=payments,
    )


def _payments(entry_nos: Iterable[int]) -> Mapping[int, list[DocumentFact]]:
    """By entry of an invoice; a payment and what it paid have the number of an application in common."""
    details = DetailedCustomerLedgEntry.objects.filter(
        entry_type=DetailedEntryType.APPLICATION, unapplied=False
    ).order_by("application_no")
    of_invoices: list[tuple[int, Any]] = list(
        details.filter(cust_ledger_entry__in=list(entry_nos)).values_list(
            "application_no", "cust_ledger_entry_id"
        )
    )
    payments = details.filter(
        application_no__in=[application for application, _ in of_invoices],
        cust_ledger_entry__document_type=LedgerDocumentType.PAYMENT,
    ).select_related("cust_ledger_entry")
    by_application = defaultdict(list)
    for detail in payments:
        entry = detail.cust_ledger_entry
        fact = DocumentFact("customer_ledger_entry", entry.id, entry.document_no)
        by_application[detail.application_no].append(fact)
    found: dict[int, list[DocumentFact]] = defaultdict(list)
    for application, entry_no in of_invoices:
        found[entry_no] += by_application[application]
    return found
