"""Notes on quotes of the CRM go with them into the back office. Source: SD 2, SD 7."""

from collections.abc import Sequence
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.notes.take_over import ANNOTATIONS, COLUMNS, take_over
from crm_integration.document_flow.sales_documents.crm_document import lookup_in
from crm_integration.models import CrmDocument, NoteCoupling
from erp.models import RecordNote
from erp.operations.delete_record_note import delete_record_note

# Unlike with orders, their size is not asked for (SD 10.14).
NO_DOCUMENT = "isdocument eq false"
AT_ONCE = 25


def read_notes(client: DataverseClient, quote_ids: Sequence[UUID]) -> dict[UUID, list[Row]]:
    """The notes by quote, the oldest first. Raises DataverseError."""
    found: dict[UUID, list[Row]] = {}
    for start in range(0, len(quote_ids), AT_ONCE):
        wanted = " or ".join(f"_objectid_value eq {id}" for id in quote_ids[start : start + AT_ONCE])
        filter = f"({wanted}) and {NO_DOCUMENT}"
        for page in client.pages(ANNOTATIONS, select=COLUMNS, filter=filter, orderby="createdon"):
            for row in page.rows:
                quote = lookup_in(row.values, "objectid")
                if quote is not None:
                    found.setdefault(quote.id, []).append(row)
    return found


def replace_notes(document: CrmDocument, annotations: Sequence[Row], *, former_id: UUID | None) -> None:
    """Writes the notes of a quote on its sales quote, in place of those of the revision before (SD 2).

    To be called in the transaction in which the sales quote is written. What was written in the back office
    came from no revision, and stays. ``former_id``: the quote that the sales quote was made of before.
    Raises OperationError.
    """
    assert document.erp_id is not None  # noqa: S101 (the sales quote is written before its notes)
    coupled = NoteCoupling.objects.filter(crm_id__in=[document.crm_id, former_id or document.crm_id])
    former = RecordNote.objects.filter(record_id=document.erp_id, id__in=coupled.values("note_id"))
    for note_id in list(former.values_list("id", flat=True)):
        delete_record_note(record_id=note_id)
    coupled.delete()
    # A note that was moved here from something else that came over stays there.
    ids = [annotation.id for annotation in annotations]
    elsewhere = set(
        NoteCoupling.objects.filter(annotation_id__in=ids).values_list("annotation_id", flat=True)
    )
    for annotation in annotations:
        if annotation.id not in elsewhere:
            take_over(annotation, crm_id=document.crm_id, erp_id=document.erp_id)
