"""Deletes a note."""

from uuid import UUID

from erp.models import RecordNote
from erp.operations.delete_record import delete_record


def delete_record_note(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes the note with the id; raises RecordChanged, RecordMissing."""
    delete_record(model=RecordNote, record_id=record_id, expected_version=expected_version)
