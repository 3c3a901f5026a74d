"""Deletes a sales document with its lines."""

from uuid import UUID

from django.db import transaction

from erp.models import SalesHeader
from erp.operations.archive_sales_document import archive_locked, is_archived_when_gone
from erp.operations.delete_record import delete_record
from erp.operations.errors import RecordRejected
from erp.operations.sales_document_lines import lock_document


@transaction.atomic
def delete_sales_document(
    *, record_id: UUID, archive: bool | None = None, expected_version: int | None = None
) -> None:
    """Deletes a document, open or released; raises RecordRejected when something shipped is not invoiced.

    ``archive`` says whether a version of a quote or an order is kept; None leaves that to Sales & Receivables
    Setup.
    """
    header, lines = lock_document(record_id, expected_version)
    for line in lines:
        if line.quantity_shipped != line.quantity_invoiced:
            raise RecordRejected(table="sales_header", index=0, field="", code="shipped_not_invoiced")
    if archive if archive is not None else is_archived_when_gone(header.document_type):
        archive_locked(header, lines)
    delete_record(model=SalesHeader, record_id=record_id)
