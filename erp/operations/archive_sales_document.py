"""Keeps the present version of a quote or an order."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from erp.models import (
    ArchiveQuotes,
    SalesDocumentType,
    SalesHeader,
    SalesHeaderArchive,
    SalesLine,
    SalesLineArchive,
    SalesReceivablesSetup,
)
from erp.models.statements import new_values
from erp.operations.copied_values import copied_values
from erp.operations.errors import RecordRejected
from erp.operations.sales_customer_defaults import TABLE
from erp.operations.sales_document_lines import lock_document
from erp.operations.write_rows import insert_rows


@transaction.atomic
def archive_sales_document(
    *, record_id: UUID, archived_by: str = "", expected_version: int | None = None
) -> SalesHeaderArchive:
    """Writes a version of a document as it is now and returns it; versions count from 1.

    Raises RecordRejected for what is neither a quote nor an order, RecordChanged, RecordMissing.
    """
    header, lines = lock_document(record_id, expected_version)
    if header.document_type not in (SalesDocumentType.QUOTE, SalesDocumentType.ORDER):
        raise RecordRejected(table=TABLE, index=0, field="document_type", code="not_archived")
    return archive_locked(header, lines, archived_by=archived_by)


def archive_locked(
    header: SalesHeader, lines: Sequence[SalesLine], *, archived_by: str = ""
) -> SalesHeaderArchive:
    """Writes a version of a locked document."""
    versions = SalesHeaderArchive.objects.filter(document_record_id=header.id)
    own = {
        "document_record_id": header.id,
        "version_no": (versions.aggregate(last=Max("version_no"))["last"] or 0) + 1,
        "archived_by": archived_by,
    }
    version = SalesHeaderArchive(
        **(new_values(SalesHeaderArchive) | copied_values(header, SalesHeaderArchive) | own)
    )
    insert_rows([version])
    insert_rows(
        [
            SalesLineArchive(
                **(
                    new_values(SalesLineArchive)
                    | copied_values(line, SalesLineArchive)
                    | {"document_id": version.id}
                )
            )
            for line in lines
        ]
    )
    return version


def is_archived_when_gone(document_type: str) -> bool:
    """Tells whether Sales & Receivables Setup wants a version of what is deleted or becomes something else.

    Where it says to ask, the answer comes from whoever asks; without one there is no version.
    """
    setup = SalesReceivablesSetup.objects.first()
    if setup is None:
        return False
    if document_type == SalesDocumentType.QUOTE:
        return setup.archive_quotes == ArchiveQuotes.ALWAYS
    return document_type == SalesDocumentType.ORDER and setup.archive_orders
