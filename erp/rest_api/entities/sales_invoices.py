"""Posted sales invoices; what is not posted yet is not here. Amounts are in the document's currency.

The status is *Open* until nothing remains to be paid, then *Paid*; *Canceled* after a credit memo.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from erp.models import SalesInvoiceHeader
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.record_operations import Operations
from erp.queries.customer_ledger import invoice_amounts
from erp.rest_api.entities.sales_headers import PARTIES, TERMS
from erp.rest_api.entities.sales_lines import SALES_INVOICE_LINES, TAX_AMOUNT
from erp.rest_api.entity import RECORD_ID, Action, Entity, calculated, joined, value
from erp.rest_api.kinds import ID, TEXT


def _remaining(invoice_nos: Collection[str]) -> Mapping[str, Decimal]:
    amounts = invoice_amounts(invoice_nos)
    return {no: amounts[no].remaining_amount if no in amounts else Decimal(0) for no in invoice_nos}


def _status(invoice_nos: Collection[str]) -> Mapping[str, str]:
    paid = {no: "Open" if remaining else "Paid" for no, remaining in _remaining(invoice_nos).items()}
    canceled = SalesInvoiceHeader.objects.filter(no__in=invoice_nos, cancelled=True)
    return paid | dict.fromkeys(canceled.values_list("no", flat=True), "Canceled")


def _cancel(record_id: UUID, version: int | None, user_name: str) -> None:
    cancel_posted_invoice(invoice_id=record_id, expected_version=version)


SALES_INVOICES = Entity(
    name="salesInvoices",
    singular="salesInvoice",
    model=SalesInvoiceHeader,
    key="no",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("externalDocumentNumber", "external_document_no"),
        value("invoiceDate", "document_date"),
        value("postingDate", "posting_date"),
        value("dueDate", "due_date"),
        value("customerPurchaseOrderReference", "your_reference"),
        *PARTIES,
        joined("orderId", "order_id", kind=ID),
        value("orderNumber", "order_no"),
        value("pricesIncludeTax", "prices_including_vat"),
        calculated("remainingAmount", _remaining),
        calculated("status", _status, kind=TEXT),
        *TERMS,
    ),
    operations=Operations(),
    annotations={"tax_amount": TAX_AMOUNT},
    lines=SALES_INVOICE_LINES,
    actions=(Action(name="Microsoft.NAV.cancel", run=_cancel),),
)
