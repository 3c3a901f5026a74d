"""Sales orders that somebody made here of a sales quote: the CRM knows nothing of them yet.

Orders that are coupled, or were when they were posted, are those of the CRM's own orders.
"""

from collections.abc import Collection
from typing import Any

from crm_integration.document_flow.sales_documents.facts import DocumentRefused
from crm_integration.models import Coupling, CrmDocument
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import (
    SalesDocumentType,
    SalesHeader,
    SalesInvoiceHeader,
    SalesInvoiceLine,
    SalesShipmentHeader,
)


def order_made_here(quote_nos: Collection[str]) -> SalesHeader | None:
    """The first that names one of the sales quotes, locked; to be called in a transaction."""
    if not quote_nos:
        return None
    orders: Any = SalesHeader.objects.select_for_update().filter(document_type=SalesDocumentType.ORDER)
    made = list(orders.filter(quote_no__in=quote_nos).order_by("no"))
    coupled = Coupling.objects.filter(erp_id__in=[one.id for one in made])
    ids = set(coupled.values_list("erp_id", flat=True))
    return next((one for one in made if one.id not in ids), None)


def invoice_of_order_made_here(quote_nos: Collection[str]) -> SalesInvoiceHeader | None:
    """The first that is not cancelled: of the order itself, or of its shipments, which name the quote, too.

    An order that is posted in full is gone.
    """
    if not quote_nos:
        return None
    posted = (
        SalesShipmentHeader.objects.filter(quote_no__in=quote_nos),
        SalesInvoiceHeader.objects.filter(quote_no__in=quote_nos),
    )
    ids = {id for documents in posted for id in documents.values_list("order_id", flat=True)}
    ids -= set(CrmDocument.objects.filter(erp_id__in=ids).values_list("erp_id", flat=True))
    lines = SalesInvoiceLine.objects.filter(order_id__in=ids, document__cancelled=False)
    first = lines.select_related("document").order_by("document__no").first()
    return first.document if first else None


def refused_for(
    code: str, document: SalesHeader | SalesInvoiceHeader, quote_nos: Collection[str]
) -> DocumentRefused:
    """``document``: what is there already, and where the problem's link leads."""
    quote_no = document.quote_no or min(quote_nos)
    params = {"no": document.no, "id": str(document.id), "quote": quote_no}
    return DocumentRefused(Problem(code, Cure.REJECTED, params, "quoteid"))
