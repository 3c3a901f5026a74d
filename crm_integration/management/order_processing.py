"""What an order processor does with all orders that came from the CRM: release, ship, invoice, pay."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import Coupling, CrmDocument
from erp.models import (
    CustomerLedgerEntry,
    LedgerDocumentType,
    SalesDocumentStatus,
    SalesHeader,
    SalesInvoiceHeader,
    SalesLine,
)
from erp.operations.errors import OperationError
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.release_sales_document import release_sales_document
from erp.queries.customer_ledger import entry_amounts


@dataclass
class Processed:
    """How many were done, and what was refused: number and sentence."""

    done: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def release() -> Processed:
    is_open = _orders().filter(status=SalesDocumentStatus.OPEN)
    return _each(is_open, lambda id: release_sales_document(record_id=id))


def ship() -> Processed:
    """Everything that is outstanding of released orders."""
    lines = SalesLine.objects.filter(outstanding_quantity__gt=0).values("document")
    released = _orders().filter(status=SalesDocumentStatus.RELEASED, id__in=lines)
    return _each(released, lambda id: post_sales_document(record_id=id, ship=True, invoice=False))


def invoice() -> Processed:
    """Everything that is shipped and not invoiced."""
    lines = SalesLine.objects.filter(quantity_shipped__gt=F("quantity_invoiced")).values("document")
    return _each(
        _orders().filter(id__in=lines), lambda id: post_sales_document(record_id=id, ship=False, invoice=True)
    )


def pay(*, today: date) -> Processed:
    """What remains of each invoice of those orders is paid in full, a payment per invoice."""
    processed = Processed()
    numbers = invoices_of_crm_orders().values("no")
    entries = CustomerLedgerEntry.objects.filter(
        document_type=LedgerDocumentType.INVOICE, document_no__in=numbers, open=True
    )
    amounts = entry_amounts(entries.values_list("id", flat=True))
    for entry in entries.order_by("entry_no"):
        try:
            register_payment(
                customer_no=entry.customer_id,
                posting_date=today,
                amount=amounts[entry.id].remaining_amount,
                document_no=f"P-{entry.document_no}"[:20],
                applies_to=[entry.id],
                currency_code=entry.currency_id or "",
            )
        except OperationError as error:
            processed.refused.append((entry.document_no, str(error)))
            continue
        processed.done += 1
    return processed


def invoices_not_in_crm() -> list[UUID]:
    """Posted invoices of those orders that the CRM does not have."""
    coupled = Coupling.objects.filter(mapping=POSTEDSALESINV_INV.name).values("erp_id")
    return list(invoices_of_crm_orders().exclude(id__in=coupled).order_by("no").values_list("id", flat=True))


def invoices_of_crm_orders() -> QuerySet[SalesInvoiceHeader]:
    orders = CrmDocument.objects.filter(crm_table=ORDER, erp_id__isnull=False)
    return SalesInvoiceHeader.objects.filter(order_id__in=orders.values("erp_id"))


def _orders() -> QuerySet[SalesHeader]:
    made = CrmDocument.objects.filter(crm_table=ORDER, erp_id__isnull=False)
    return SalesHeader.objects.filter(id__in=made.values("erp_id"))


def _each(orders: QuerySet[SalesHeader], operation: Callable[[UUID], object]) -> Processed:
    """One that is refused does not keep the others."""
    processed = Processed()
    for id, no in orders.order_by("no").values_list("id", "no"):
        try:
            operation(id)
        except OperationError as error:
            processed.refused.append((no, str(error)))
            continue
        processed.done += 1
    return processed
