"""The two statements by which operations write: insert many, update many; each announces what it wrote."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from erp import events
from erp.models import ErpRecord
from erp.models.statements import insert_records, update_records
from erp.queries.table_fields import table_of


def insert_rows(records: Sequence[ErpRecord]) -> None:
    """Inserts new records of one table."""
    if not records:
        return
    moment = timezone.now()
    for record in records:
        record.modified_at = moment
    insert_records(records)
    announce(records, events.INSERTED)


def update_rows(records: Sequence[Any], field_names: Iterable[str]) -> None:
    """Writes the named fields of records of one table, which the caller has locked."""
    if not records:
        return
    moment = timezone.now()
    for record in records:
        record.row_version += 1
        record.modified_at = moment
    names = {*field_names, "row_version", "modified_at"}
    fields = type(records[0])._meta.concrete_fields
    update_records(records, [field.attname for field in fields if field.column in names])
    announce(records, events.MODIFIED)


def announce(records: Sequence[ErpRecord], kind: str) -> None:
    """Sends the event that the records were written."""
    model = type(records[0])
    ids = [record.id for record in records]
    events.records_written.send(sender=model, table=table_of(model), record_ids=ids, kind=kind)
