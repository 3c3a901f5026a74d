"""Deletes a G/L account."""

from uuid import UUID

from erp.models import GLAccount
from erp.operations.delete_record import delete_record


def delete_gl_account(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a G/L account; raises RecordInUse when other records refer to it."""
    delete_record(model=GLAccount, record_id=record_id, expected_version=expected_version)
