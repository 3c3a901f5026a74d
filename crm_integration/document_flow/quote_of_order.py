"""The sales quote that stands behind an order of the CRM. Source: SD 1.3, SD 2, clarification 9."""

from datetime import datetime

from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.job_queue.entries import wake
from crm_integration.job_queue.entries.chores import AUTO_PROCESS_SALES_QUOTES
from crm_integration.models import CrmDocument
from erp.models import SalesDocumentType, SalesHeader
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.modify_sales_document import modify_sales_document


def sales_quote_of(order: Read) -> SalesHeader | None:
    """None for an order without a quote, and while the quote has not come over or when it is gone."""
    lookup = order.lookup("quoteid")
    if lookup is None:
        return None
    made = CrmDocument.objects.filter(crm_table=QUOTE, crm_id=lookup.id).first()
    return sales_quote(made) if made else None


def try_quote_again(order: Read, *, now: datetime) -> None:
    """A won quote whose order failed is due, now that the order is made."""
    lookup = order.lookup("quoteid")
    failed = CrmDocument.objects.filter(crm_table=QUOTE).exclude(code="")
    if lookup is not None and failed.filter(crm_id=lookup.id).update(failed_at=None):
        wake([AUTO_PROCESS_SALES_QUOTES], now=now)


def sales_quote(made: CrmDocument) -> SalesHeader | None:
    """The sales quote that a quote of the CRM became, as long as it is there."""
    if made.erp_id is None:
        return None
    return SalesHeader.objects.filter(document_type=SalesDocumentType.QUOTE, id=made.erp_id).first()


def give_quote_no(order: SalesHeader, quote: SalesHeader) -> None:
    """An order that does not refer to its quote yet does so, and the quote is archived.

    To be called in a transaction. Raises OperationError.
    """
    if order.quote_no == quote.no:
        return
    modify_sales_document(record_id=order.id, values={"quote_no": quote.no})
    archive_sales_document(record_id=quote.id)
