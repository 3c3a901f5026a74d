"""Deletes the records that go with another one, and announces each."""

from typing import Any

from django.db.models import Q

from erp import events
from erp.models import ErpRecord
from erp.operations.locking import lock_where
from erp.queries.table_fields import table_of


def delete_where(model: type[ErpRecord], condition: Q) -> None:
    """Deletes the records that meet a condition; nothing may refer to them."""
    records: list[Any] = lock_where(model, condition)
    if not records:
        return
    ids = [record.id for record in records]
    model._default_manager.filter(condition).delete()
    events.records_deleted.send(
        sender=model,
        table=table_of(model),
        record_ids=ids,
        descriptions={record.id: str(record) for record in records},
    )
