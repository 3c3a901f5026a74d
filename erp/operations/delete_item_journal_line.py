"""Deletes a line of the item journal that is not posted yet."""

from uuid import UUID

from erp.models import ItemJournalLine
from erp.operations.delete_record import delete_record


def delete_item_journal_line(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a line of the item journal."""
    delete_record(model=ItemJournalLine, record_id=record_id, expected_version=expected_version)
