"""Sales quotes that somebody deleted: they are made anew when a person asks for it, never by themselves."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from crm_integration.document_flow.sales_documents.crm_document import ORDER, QUOTE
from crm_integration.document_flow.sales_quotes.related import OrderOfQuote
from crm_integration.models import CrmDocument
from erp.models import (
    SalesDocumentType,
    SalesHeader,
    SalesHeaderArchive,
    SalesInvoiceHeader,
    SalesShipmentHeader,
)

CREATED = CrmDocument.Status.CREATED


def deleted_sales_quotes(documents: Collection[CrmDocument]) -> set[UUID]:
    """The quotes of the CRM whose sales quote is gone without having become a sales order."""
    made = [one for one in documents if one.status == CREATED and one.erp_id is not None]
    there = set(SalesHeader.objects.filter(id__in=[one.erp_id for one in made]).values_list("id", flat=True))
    gone = [one for one in made if one.erp_id not in there]
    ordered = ordered_quote_nos({one.erp_no for one in gone}) if gone else set()
    return {one.crm_id for one in gone if one.erp_no not in ordered}


def forget_deleted(quote_id: UUID, orders: Sequence[OrderOfQuote]) -> None:
    """Forgets a quote whose sales quote was deleted, so that it comes over as one that nobody has seen.

    ``orders``: those of the CRM that name the quote. Once one of them came over, the quote has served.
    """
    with transaction.atomic():
        rows = CrmDocument.objects.select_for_update().filter(crm_table=QUOTE, crm_id=quote_id)
        created = CrmDocument.objects.filter(crm_table=ORDER, status=CREATED)
        if deleted_sales_quotes(rows) and not created.filter(crm_id__in=[one.id for one in orders]).exists():
            rows.delete()


def ordered_quote_nos(quote_nos: Collection[str]) -> set[str]:
    """Those of the numbers that a sales order, an archived one, a shipment or an invoice names."""
    order = SalesDocumentType.ORDER
    naming = (
        SalesHeader.objects.filter(document_type=order, quote_no__in=quote_nos),
        SalesHeaderArchive.objects.filter(document_type=order, quote_no__in=quote_nos),
        SalesShipmentHeader.objects.filter(quote_no__in=quote_nos),
        SalesInvoiceHeader.objects.filter(quote_no__in=quote_nos),
    )
    return {no for documents in naming for no in documents.values_list("quote_no", flat=True)}
