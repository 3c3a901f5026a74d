"""Deletes a VAT business posting group."""

from uuid import UUID

from erp.models import VatBusinessPostingGroup
from erp.operations.delete_record import delete_record


def delete_vat_business_posting_group(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a VAT business posting group; raises RecordInUse when other records refer to it."""
    delete_record(model=VatBusinessPostingGroup, record_id=record_id, expected_version=expected_version)
