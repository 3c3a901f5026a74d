"""Deletes a record that no other record refers to."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from erp import events
from erp.models import ErpRecord
from erp.operations.errors import RecordInUse
from erp.operations.locking import lock_where, pick
from erp.queries.table_fields import table_of


@transaction.atomic
def delete_record(*, model: type[ErpRecord], record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a record with the lines that are part of it.

    Raises RecordInUse when something refers to it, RecordChanged and RecordMissing.
    """
    versions = {} if expected_version is None else {record_id: expected_version}
    locked = lock_where(model, Q(id=record_id))
    (record,) = pick(locked, [record_id], model=model, expected_versions=versions)
    refuse_when_in_use(record)
    description = str(record)
    model._default_manager.filter(id=record_id).delete()
    events.records_deleted.send(
        sender=model,
        table=table_of(model),
        record_ids=[record_id],
        descriptions={record_id: description},
    )


def refuse_when_in_use(record: ErpRecord) -> None:
    """Raises RecordInUse for the first table whose records refer to this one."""
    for field, target in _references_to(type(record)):
        users = field.model._default_manager.filter(**{field.name: getattr(record, target)})
        users = users.exclude(id=record.id)
        if count := users.count():
            raise RecordInUse(
                table=table_of(type(record)),
                description=str(record),
                used_by=table_of(field.model),
                count=count,
                example=str(users.order_by("id")[0]),
            )


def _references_to(model: type[ErpRecord]) -> Iterator[tuple[Any, str]]:
    """Yields the fields of other tables that refer to the model; lines that belong to it do not count."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is not models.CASCADE:
            yield relation.field, relation.field.target_field.attname
