"""Changes a note."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import RecordNote
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.locking import lock_where, pick


@transaction.atomic
def modify_record_note(
    *, record_id: UUID, values: Mapping[str, Any], expected_version: int | None = None
) -> RecordNote:
    """Changes text, description or author of the note with the id; what has not changed is not written.

    Raises RecordRejected, RecordChanged, RecordMissing.
    """
    versions = {} if expected_version is None else {record_id: expected_version}
    locked = lock_where(RecordNote, Q(id=record_id))
    notes = pick(locked, [record_id], model=RecordNote, expected_versions=versions)
    write_changes(notes, clean_rows(table="record_note", rows=[values]))
    return notes[0]
