"""What becomes of the notes of a record when it becomes another one."""

from erp.models import ErpRecord, RecordNote
from erp.operations.write_rows import insert_rows
from erp.queries.table_fields import table_of


def copy_notes(source: ErpRecord, target: ErpRecord) -> None:
    """Writes the notes of one record on another, with their times and authors."""
    notes = RecordNote.objects.filter(table=table_of(type(source)), record_id=source.id)
    insert_rows(
        [
            RecordNote(
                table=table_of(type(target)),
                record_id=target.id,
                description=note.description,
                note=note.note,
                created_at=note.created_at,
                created_by=note.created_by,
            )
            for note in notes
        ]
    )
