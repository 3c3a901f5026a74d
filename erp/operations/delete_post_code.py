"""Deletes a post code."""

from uuid import UUID

from erp.models import PostCode
from erp.operations.delete_record import delete_record


def delete_post_code(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a post code."""
    delete_record(model=PostCode, record_id=record_id, expected_version=expected_version)
