"""Opens a released sales document again, so that it can be changed."""

from uuid import UUID

from django.db import transaction

from erp.models import SalesDocumentStatus, SalesHeader
from erp.operations.sales_document_lines import lock_document
from erp.operations.write_rows import update_rows


@transaction.atomic
def reopen_sales_document(*, record_id: UUID, expected_version: int | None = None) -> SalesHeader:
    """Opens a document; one that is open already is left alone. Raises RecordChanged, RecordMissing."""
    header, _lines = lock_document(record_id, expected_version)
    if header.status != SalesDocumentStatus.OPEN:
        header.status = SalesDocumentStatus.OPEN
        update_rows([header], ["status"])
    return header
