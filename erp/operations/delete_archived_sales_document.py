"""Deletes a version of a quote or an order."""

from uuid import UUID

from erp.models import SalesHeaderArchive
from erp.operations.delete_record import delete_record


def delete_archived_sales_document(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes an archived version with its lines; the other versions keep their numbers."""
    delete_record(model=SalesHeaderArchive, record_id=record_id, expected_version=expected_version)
