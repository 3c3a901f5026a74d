"""Posted sales invoices, and what becomes of them in the CRM."""

from typing import Any

from django.utils import timezone

from crm.models import SalesOrder
from crm_integration.dataverse.clients import client_for
from crm_integration.document_flow.posted_sales_invoices.create import InvoiceResult, create_invoices
from erp.models import SalesInvoiceHeader
from erp.operations.create_sales_document import create_sales_document
from erp.operations.post_sales_document import post_sales_document
from tests.crm_integration.document_flow.sales import CHAIR, Sales


def invoiced(sales: Sales, order: SalesOrder) -> SalesInvoiceHeader:
    """The order, shipped and invoiced as a whole."""
    posted = post_sales_document(record_id=sales.created(order).id, ship=True, invoice=True)
    assert posted.invoice
    return posted.invoice


def sold(sales: Sales, *lines: dict[str, Any], **values: Any) -> SalesInvoiceHeader:
    """An invoice without an order: of one chair unless lines are given."""
    header = create_sales_document(
        document_type="invoice",
        values={"sell_to_customer_no": sales.customer.no, **values},
        lines=list(lines) or [{"type": "item", "no": CHAIR, "quantity": 1}],
    )
    posted = post_sales_document(record_id=header.id, ship=True, invoice=True)
    assert posted.invoice
    return posted.invoice


def create(sales: Sales, invoice: SalesInvoiceHeader) -> InvoiceResult:
    """*Create Invoice in Dynamics 365 Sales*."""
    client = client_for(sales.setup)
    return create_invoices(client, [invoice.id], setup=sales.setup, now=timezone.now())[0]
