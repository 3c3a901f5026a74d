"""A note of the CRM becomes a note on the document that was made of the CRM's. Source: SD 7."""

from typing import Final
from uuid import UUID

from django.db import transaction

from crm_integration.dataverse.values import Row
from crm_integration.document_flow.notes.plain_text import plain_text
from crm_integration.models import NoteCoupling
from erp.operations.create_record_note import create_record_note

TABLE, ANNOTATIONS = "sales_header", "annotations"
COLUMNS: Final = ("subject", "notetext", "objectid", "createdon", "modifiedon")


def text_of(annotation: Row) -> str:
    return plain_text(str(annotation.values.get("notetext") or ""))


@transaction.atomic
def take_over(annotation: Row, *, crm_id: UUID, erp_id: UUID) -> None:
    """Writes the note with the coupling that makes it the only one; ``crm_id``: what the CRM's note is about.

    Raises IntegrityError if it was taken over before, RecordMissing if the document is gone.
    """
    seen_at = annotation.values["modifiedon"]
    NoteCoupling.objects.create(
        note_id=annotation.id, annotation_id=annotation.id, crm_id=crm_id, seen_at=seen_at
    )
    subject = str(annotation.values.get("subject") or "")[:250]
    values = {
        "note": text_of(annotation),
        "description": subject,
        "created_at": annotation.values["createdon"],
    }
    create_record_note(table=TABLE, record_id=erp_id, values=values, note_id=annotation.id)
