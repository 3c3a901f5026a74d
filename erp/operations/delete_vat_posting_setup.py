"""Deletes a line of the VAT posting setup."""

from uuid import UUID

from erp.models import VatPostingSetup
from erp.operations.delete_record import delete_record


def delete_vat_posting_setup(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a line of the VAT posting setup; raises RecordInUse when other records refer to it."""
    delete_record(model=VatPostingSetup, record_id=record_id, expected_version=expected_version)
