"""Deletes a contact."""

from uuid import UUID

from erp.models import Contact
from erp.operations.delete_record import delete_record


def delete_contact(*, contact_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a contact; raises RecordInUse when other records refer to it."""
    delete_record(model=Contact, record_id=contact_id, expected_version=expected_version)
