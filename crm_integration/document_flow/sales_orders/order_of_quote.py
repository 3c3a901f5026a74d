"""The sales order that somebody made of the sales quote before the CRM's order came: never a second one.

It becomes the order of the CRM's if it says the same and nothing was done with it; otherwise people decide.
"""

from typing import Any

from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.document_flow.sales_documents.draft import DocumentDraft
from crm_integration.document_flow.sales_documents.facts import DocumentRefused
from crm_integration.document_flow.sales_documents.same_order import says_the_same
from crm_integration.models import Coupling, CrmDocument
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import SalesDocumentStatus, SalesDocumentType, SalesHeader, SalesInvoiceHeader
from erp.operations.modify_sales_document import modify_sales_document

# What the order of the CRM alone says: the number by which both are found.
OF_ORDER = ("your_reference", "external_document_no")


def taken_over(order: Read, draft: DocumentDraft) -> SalesHeader | None:
    """Returns the sales order to couple with, bearing the number of the CRM's; None if none was made.

    To be called in a transaction. Raises DocumentRefused (``order_of_quote_differs``,
    ``order_of_quote_posted``), OperationError.
    """
    quote_no = _quote_no(order)
    if not quote_no:
        return None
    orders: Any = SalesHeader.objects.select_for_update().filter(document_type=SalesDocumentType.ORDER)
    made = orders.filter(quote_no=quote_no).order_by("no")
    coupled = set(
        Coupling.objects.filter(erp_id__in=[one.id for one in made]).values_list("erp_id", flat=True)
    )
    found = next((one for one in made if one.id not in coupled), None)
    if found is None:
        _refuse_posted(quote_no)
        return None
    if found.status != SalesDocumentStatus.OPEN or not _is_same(draft, found):
        raise _refused("order_of_quote_differs", found.no, quote_no)
    modify_sales_document(record_id=found.id, values={name: draft.values[name] for name in OF_ORDER})
    return found


def _quote_no(order: Read) -> str:
    """The number of the sales quote that the order's quote became; blank for none."""
    lookup = order.lookup("quoteid")
    rows = CrmDocument.objects.filter(crm_table=QUOTE, crm_id=lookup.id) if lookup else ()
    return next((row.erp_no for row in rows if row.erp_id), "")


def _refuse_posted(quote_no: str) -> None:
    """An order that is posted in full is gone; its invoices name the quote."""
    invoices = SalesInvoiceHeader.objects.filter(quote_no=quote_no)
    known = CrmDocument.objects.exclude(erp_no="").values("erp_no")
    posted = invoices.exclude(order_no__in=known).first()
    if posted is not None:
        raise _refused("order_of_quote_posted", posted.no, quote_no)


def _is_same(draft: DocumentDraft, header: SalesHeader) -> bool:
    values = {
        "sell_to_customer_no": header.sell_to_customer_id,
        "currency_code": header.currency_id,
        "invoice_discount_amount": header.invoice_discount_amount,
    }
    fields = ("type", "no", "quantity", "unit_price", "line_discount_amount", "quantity_shipped")
    lines = list(header.lines.order_by("line_no").values(*fields))
    is_shipped = any(line["quantity_shipped"] for line in lines)
    return not is_shipped and says_the_same(draft, values, lines)


def _refused(code: str, no: str, quote_no: str) -> DocumentRefused:
    return DocumentRefused(Problem(code, Cure.REJECTED, {"no": no, "quote": quote_no}, "quoteid"))
