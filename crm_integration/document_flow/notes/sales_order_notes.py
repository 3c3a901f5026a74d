"""The job Sales Order Notes: notes on orders reach the other side. Source: SD 7.

New notes go both ways; a note that is edited in the CRM overwrites its counterpart. What is edited or deleted
in the back office stays as it is in the CRM. Notes with files stay where they are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_of_documents
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Create
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.notes.plain_text import as_html
from crm_integration.document_flow.notes.take_over import ANNOTATIONS, COLUMNS, TABLE, take_over, text_of
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.job_queue import Deadline, Failed, Finished, Lease, Outcome, hold
from crm_integration.models import ConnectionSetup, CrmDocument, NoteCoupling
from crm_integration.synch_engine.stopped import stopped_for_account
from crm_integration.table_mapping.values import LookupValue
from erp.models import RecordNote, SalesHeader
from erp.operations.errors import RecordMissing
from erp.operations.modify_record_note import modify_record_note

WITHOUT_FILE = "isdocument eq false and filesize eq 0"
UNTITLED = "Note"
# A change bears the time of its writing and is seen at its commit; clocks differ.
OVERLAP = timedelta(minutes=10)
AT_ONCE = 25


def sales_order_notes(lease: Lease, arguments: dict[str, Any], deadline: Deadline) -> Outcome:
    """The handler of the chore. Raises LeaseLost."""
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        return Failed(off)
    began = timezone.now()
    try:
        client = client_of_documents(setup)
        refused = send_new_notes(client, still_held=lambda: hold(lease, now=timezone.now()))
        take_over_notes(client, since=setup.order_notes_read_at)
    except DataverseError as error:
        return stopped_for_account(error, setup)
    ConnectionSetup.objects.filter(pk=setup.pk).update(order_notes_read_at=began)
    return stopped_for_account(refused[0], setup) if refused else Finished()


def send_new_notes(
    client: DataverseClient, *, still_held: Callable[[], object] = lambda: None
) -> list[DataverseError]:
    """Returns what the CRM refused; that keeps no other note. Raises DataverseError."""
    living = _living_orders()
    notes = RecordNote.objects.filter(table=TABLE, record_id__in=living.values("erp_id")).exclude(
        id__in=NoteCoupling.objects.values("note_id")
    )
    orders = dict(living.filter(erp_id__in=notes.values("record_id")).values_list("erp_id", "crm_id"))
    refused = []
    for note in notes.order_by("created_at", "id"):
        crm_id = orders.get(note.record_id)
        if crm_id is None:
            continue  # written meanwhile: the next run sends it
        values = {
            "subject": note.description or UNTITLED,
            "notetext": as_html(note.note),
            "objectid": LookupValue(crm_id, ORDER),
        }
        result = client.execute([Create(ANNOTATIONS, note.id, values, ("modifiedon",))])[0]
        error, row = result.error, result.row
        if error is not None and error.cure is Cure.NOT_FOUND:
            continue  # the CRM's order is gone
        if error is not None and error.cure is Cure.REJECTED:
            refused.append(error)
            continue
        if error is not None and error.cure is not Cure.DUPLICATE:
            raise error
        NoteCoupling.objects.get_or_create(
            note_id=note.id,
            defaults={
                "annotation_id": note.id,
                "crm_id": crm_id,
                "seen_at": row.values["modifiedon"] if row else None,
            },
        )
        still_held()
    return refused


def take_over_notes(client: DataverseClient, *, since: datetime | None) -> int:
    """Returns how many notes of the CRM were written here, new or changed. Raises DataverseError."""
    new = list(_living_orders().filter(notes_read_at=None).values_list("crm_id", flat=True))
    written = 0
    for filter in _filters(new, since):
        for page in client.pages(ANNOTATIONS, select=COLUMNS, filter=filter, orderby="createdon"):
            orders = _orders_of(page.rows)
            written += sum(_write(row, orders) for row in page.rows)
    for some in _parts(new):
        CrmDocument.objects.filter(crm_table=ORDER, crm_id__in=some).update(notes_read_at=timezone.now())
    return written


def _parts(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _filters(new: Sequence[UUID], since: datetime | None) -> Iterable[str]:
    """Of new orders all notes, of the others those that changed since the last run."""
    for some in _parts(new):
        wanted = " or ".join(f"_objectid_value eq {id}" for id in some)
        yield f"({wanted}) and {WITHOUT_FILE}"
    if since is not None:
        moment = (since - OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
        yield f"objecttypecode eq '{ORDER}' and modifiedon ge {moment} and {WITHOUT_FILE}"


def _orders_of(rows: Iterable[Row]) -> dict[UUID, CrmDocument]:
    """The orders that are there still, of those that the notes are about."""
    ids = {order.id for row in rows if isinstance(order := row.values.get("objectid"), LookupValue)}
    return {document.crm_id: document for document in _living_orders().filter(crm_id__in=ids)}


def _write(row: Row, orders: Mapping[UUID, CrmDocument]) -> bool:
    order = row.values.get("objectid")
    document = orders.get(order.id) if isinstance(order, LookupValue) else None
    if document is None or document.erp_id is None:
        return False
    coupling = NoteCoupling.objects.filter(annotation_id=row.id).first()
    try:
        if coupling is not None:
            return _overwrite(coupling, text_of(row), row.values["modifiedon"])
        take_over(row, crm_id=document.crm_id, erp_id=document.erp_id)
    except (IntegrityError, RecordMissing):
        return False  # somebody else took it over, or the order is gone
    return True


def _overwrite(coupling: NoteCoupling, text: str, modified_at: datetime) -> bool:
    """Only what was edited in the CRM since it was seen last: what is edited here stays."""
    is_first = coupling.seen_at is None
    if coupling.seen_at is not None and modified_at <= coupling.seen_at:
        return False
    NoteCoupling.objects.filter(pk=coupling.pk).update(seen_at=modified_at)
    note = RecordNote.objects.filter(id=coupling.note_id).first()
    if note is None or is_first or note.note == text:
        return False
    modify_record_note(record_id=note.id, values={"note": text})
    return True


def _living_orders() -> QuerySet[CrmDocument]:
    """The orders of the CRM whose sales orders are there still; there may be many."""
    headers = SalesHeader.objects.values("id")
    return CrmDocument.objects.filter(crm_table=ORDER, erp_table=TABLE, erp_id__in=headers)
