"""Deletes a record that no other record refers to."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from erp import events
from erp.models import ErpRecord, RecordNote
from erp.operations.delete_where import delete_where
from erp.operations.errors import RecordInUse
from erp.operations.locking import lock_where, pick
from erp.operations.record_references import references_to
from erp.operations.text_references import text_references_to
from erp.queries.table_fields import table_of


@transaction.atomic
def delete_record(*, model: type[ErpRecord], record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a record with the lines that are part of it and the notes on it.

    Raises RecordInUse when something refers to it, RecordChanged and RecordMissing.
    """
    versions = {} if expected_version is None else {record_id: expected_version}
    locked = lock_where(model, Q(id=record_id))
    (record,) = pick(locked, [record_id], model=model, expected_versions=versions)
    refuse_when_in_use(record)
    description = str(record)
    delete_where(RecordNote, Q(table=table_of(model), record_id=record_id))
    model._default_manager.filter(id=record_id).delete()
    events.records_deleted.send(
        sender=model,
        table=table_of(model),
        record_ids=[record_id],
        descriptions={record_id: description},
    )


def refuse_when_in_use(record: ErpRecord) -> None:
    """Raises RecordInUse for the first table whose records refer to this one."""
    for reference in references_to(type(record)):
        users = reference.model._default_manager.filter(reference.to(getattr(record, reference.key)))
        users = users.exclude(id=record.id)
        if not reference.part_of and (count := users.count()):
            raise _in_use(record, users, count)
    for text in text_references_to(type(record)):
        users = text.model._default_manager.filter(text.to(_key_of(record)))
        if text.keeps and (count := users.count()):
            raise _in_use(record, users, count)


def _key_of(record: Any) -> str:
    key: str = record.no if hasattr(record, "no") else record.code
    return key


def _in_use(record: ErpRecord, users: QuerySet[Any], count: int) -> RecordInUse:
    return RecordInUse(
        table=table_of(type(record)),
        description=str(record),
        used_by=table_of(users.model),
        count=count,
        example=str(users.order_by("id")[0]),
    )
