"""The sales order that somebody made of the sales quote before the CRM's order came: never a second one.

It becomes the order of the CRM's if the same was ordered, shipped or not; otherwise people decide.
"""

from django.db.models import Q

from crm_integration.document_flow.made_here import (
    invoice_of_order_made_here,
    order_made_here,
    refused_for,
)
from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.document_flow.sales_documents.draft import DocumentDraft
from crm_integration.document_flow.sales_documents.facts import Facts
from crm_integration.document_flow.sales_documents.same_order import says_the_same
from crm_integration.models import CrmDocument
from erp.models import SalesDocumentStatus, SalesHeader
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.release_sales_document import release_sales_document
from erp.operations.reopen_sales_document import reopen_sales_document


def taken_over(order: Read, draft: DocumentDraft, facts: Facts) -> SalesHeader | None:
    """Returns the sales order to couple with, with the header of the CRM's; None if none was made.

    To be called in a transaction. Raises DocumentRefused (``order_of_quote_differs``,
    ``order_of_quote_shipped``, ``order_of_quote_posted``), OperationError.
    """
    quote_nos = _quote_nos(order, facts)
    found = order_made_here(quote_nos)
    if found is None:
        posted = invoice_of_order_made_here(quote_nos)
        if posted is not None:
            raise refused_for("order_of_quote_posted", posted, quote_nos)
        return None
    is_shipped = found.lines.exclude(quantity_shipped=0).exists()
    is_released = found.status != SalesDocumentStatus.OPEN
    if not _is_same(draft, found) or (is_released and not is_shipped):
        code = "order_of_quote_shipped" if is_shipped else "order_of_quote_differs"
        raise refused_for(code, found, quote_nos)
    reopen_sales_document(record_id=found.id)
    header = modify_sales_document(record_id=found.id, values=draft.values)
    return release_sales_document(record_id=found.id) if is_released else header


def _quote_nos(order: Read, facts: Facts) -> set[str]:
    """The numbers of the sales quotes that the order's quote became, or another revision of it."""
    lookup = order.lookup("quoteid")
    if lookup is None:
        return set()
    is_quote = Q(crm_id=lookup.id)
    if number := facts.quote_numbers.get(lookup.id):
        is_quote |= Q(number=number[:100])
    rows = CrmDocument.objects.filter(is_quote, crm_table=QUOTE).exclude(erp_no="")
    return set(rows.values_list("erp_no", flat=True))


def _is_same(draft: DocumentDraft, header: SalesHeader) -> bool:
    values = {
        "sell_to_customer_no": header.sell_to_customer_id,
        "currency_code": header.currency_id,
        "prices_including_vat": header.prices_including_vat,
        "invoice_discount_amount": header.invoice_discount_amount,
    }
    fields = ("type", "no", "quantity", "unit_price", "line_discount_amount")
    return says_the_same(draft, values, list(header.lines.order_by("line_no").values(*fields)))
