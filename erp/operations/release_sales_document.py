"""Releases a sales document: it is checked and stays as it is until it is reopened."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from erp import events
from erp.models import SalesDocumentStatus, SalesHeader, SalesLine
from erp.operations.sales_document_lines import lock_document
from erp.operations.sales_release_rules import check_releasable
from erp.operations.write_rows import update_rows


@transaction.atomic
def release_sales_document(*, record_id: UUID, expected_version: int | None = None) -> SalesHeader:
    """Releases an open document; one that is released already is left alone.

    Raises RecordRejected when there is nothing to release or something is blocked or not set up,
    RecordChanged, RecordMissing.
    """
    header, lines = lock_document(record_id, expected_version)
    release_locked(header, lines)
    return header


def release_locked(header: SalesHeader, lines: Sequence[SalesLine]) -> None:
    """Releases a locked document, unless it is; others hear of it."""
    if header.status == SalesDocumentStatus.RELEASED:
        return
    check_releasable(header, lines)
    header.status = SalesDocumentStatus.RELEASED
    update_rows([header], ["status"])
    events.sales_document_released.send(
        sender=SalesHeader, record_id=header.id, document_type=header.document_type
    )
