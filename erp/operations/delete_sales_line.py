"""Deletes one line of an open sales document."""

from uuid import UUID

from django.db import transaction

from erp.models import SalesDocumentStatus
from erp.operations.errors import RecordRejected
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.sales_document_lines import lock_document_of_line


@transaction.atomic
def delete_sales_line(*, line_id: UUID, expected_version: int | None = None) -> None:
    """Raises RecordRejected for a line that is released or shipped, RecordChanged, RecordMissing."""
    header, lines = lock_document_of_line(line_id, expected_version)
    if header.status == SalesDocumentStatus.RELEASED:
        raise RecordRejected(table="sales_line", index=0, field="line_no", code="document_released")
    rows = [{"id": line.id} for line in lines if line.id != line_id]
    modify_sales_document(record_id=header.id, values={}, lines=rows)
