"""Creates an invoice of posted shipments, from one order or from several of one customer."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from erp.models import SalesDocumentType, SalesHeader, SalesLineType, SalesShipmentHeader, SalesShipmentLine
from erp.operations.create_sales_document import create_sales_document
from erp.operations.errors import RecordRejected
from erp.operations.get_shipment_lines import get_shipment_lines
from erp.queries.table_fields import record_values, table_fields

_NOT_TAKEN: Final = {
    "no",
    "quote_no",
    "document_date",
    "order_date",
    "posting_date",
    "due_date",
    "shipment_date",
}


@transaction.atomic
def create_invoice_of_shipments(*, shipment_ids: Collection[UUID]) -> SalesHeader:
    """Creates an open invoice of everything in the shipments that is not invoiced yet.

    It has customer, addresses and terms of the first of them, and today's date, but names no quote. Raises
    RecordRejected when nothing is left to invoice, or a shipment is for another customer or in another
    currency.
    """
    shipments = SalesShipmentHeader.objects.filter(id__in=list(shipment_ids)).order_by("no")
    lines = SalesShipmentLine.objects.filter(
        document__in=shipments, quantity_invoiced__lt=F("quantity")
    ).exclude(type=SalesLineType.COMMENT)
    first = shipments.first()
    line_ids = list(lines.order_by("document__no", "line_no").values_list("id", flat=True))
    if first is None or not line_ids:
        raise RecordRejected(table="sales_header", index=0, field="", code="nothing_to_post")
    fields = table_fields("sales_header")
    values = {
        name: value
        for name, value in record_values(first).items()
        if name in fields and fields[name].editable and name not in _NOT_TAKEN
    }
    invoice = create_sales_document(document_type=SalesDocumentType.INVOICE, values=values)
    return get_shipment_lines(record_id=invoice.id, shipment_line_ids=line_ids)
