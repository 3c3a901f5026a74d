"""Adds a line to an open sales document."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import SalesLine
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.sales_document_lines import lock_document


@transaction.atomic
def create_sales_line(*, document_id: UUID, values: Mapping[str, Any]) -> SalesLine:
    """Returns the new line, which comes last unless its ``line_no`` says otherwise.

    Raises RecordRejected, and RecordMissing where there is no such document; nothing is written then.
    """
    _header, lines = lock_document(document_id)
    ids = [line.id for line in lines]
    modify_sales_document(record_id=document_id, values={}, lines=[*({"id": id} for id in ids), values])
    return SalesLine.objects.exclude(id__in=ids).get(document=document_id)
