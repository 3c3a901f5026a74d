"""Deletes a VAT product posting group."""

from uuid import UUID

from erp.models import VatProductPostingGroup
from erp.operations.delete_record import delete_record


def delete_vat_product_posting_group(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a VAT product posting group; raises RecordInUse when other records refer to it."""
    delete_record(model=VatProductPostingGroup, record_id=record_id, expected_version=expected_version)
