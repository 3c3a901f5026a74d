"""Writes a note on a record."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import RecordNote
from erp.operations.assign_values import new_record
from erp.operations.clean_values import clean_rows
from erp.operations.locking import lock_where, pick
from erp.operations.write_rows import insert_rows
from erp.queries.table_fields import model_of


@transaction.atomic
def create_record_note(
    *, table: str, record_id: UUID, values: Mapping[str, Any], note_id: UUID | None = None
) -> RecordNote:
    """Writes a note on a record of a table and returns it.

    ``values`` are ``note``, ``description``, ``created_at`` and ``created_by``, all optional; ``note_id`` is
    the id of the note when the caller has chosen one. Raises RecordRejected; RecordMissing when there is no
    such record; KeyError for an unknown table.
    """
    (row,) = clean_rows(table="record_note", rows=[values])
    model = model_of(table)
    pick(lock_where(model, Q(id=record_id)), [record_id], model=model)
    note = new_record(RecordNote, row, record_id=note_id)
    note.table, note.record_id = table, record_id
    insert_rows([note])
    return note
