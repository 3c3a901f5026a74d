"""Deletes a sales document with its lines."""

from uuid import UUID

from django.db import transaction

from erp.models import SalesHeader
from erp.operations.delete_record import delete_record
from erp.operations.errors import RecordRejected
from erp.operations.sales_document_lines import lock_document


@transaction.atomic
def delete_sales_document(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a document, open or released; raises RecordRejected when something shipped is not invoiced."""
    _header, lines = lock_document(record_id, expected_version)
    for line in lines:
        if line.quantity_shipped != line.quantity_invoiced:
            raise RecordRejected(table="sales_header", index=0, field="", code="shipped_not_invoiced")
    delete_record(model=SalesHeader, record_id=record_id)
