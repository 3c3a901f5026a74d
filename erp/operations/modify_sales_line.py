"""Modifies one line of a sales document."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import SalesDocumentStatus, SalesLine
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.sales_document_lines import lock_document_of_line


@transaction.atomic
def modify_sales_line(
    *, line_id: UUID, values: Mapping[str, Any], expected_version: int | None = None
) -> SalesLine:
    """Returns the line as it is now; of a released document, quantities to post and dates may change.

    Raises RecordRejected, RecordChanged, RecordMissing; nothing is written then.
    """
    header, lines = lock_document_of_line(line_id, expected_version)
    changed = {**values, "id": line_id}
    if header.status == SalesDocumentStatus.RELEASED:
        rows = [changed]
    else:
        rows = [changed if line.id == line_id else {"id": line.id} for line in lines]
    modify_sales_document(record_id=header.id, values={}, lines=rows)
    return SalesLine.objects.get(id=line_id)
