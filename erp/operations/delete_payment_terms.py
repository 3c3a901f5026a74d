"""Deletes payment terms."""

from uuid import UUID

from erp.models import PaymentTerms
from erp.operations.delete_record import delete_record


def delete_payment_terms(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes payment terms; raises RecordInUse when other records refer to it."""
    delete_record(model=PaymentTerms, record_id=record_id, expected_version=expected_version)
