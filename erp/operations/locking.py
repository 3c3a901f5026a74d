"""Locks the records that an operation is about to change, always in the order of their ids."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from erp.models import ErpRecord
from erp.operations.errors import RecordChanged, RecordMissing
from erp.queries.table_fields import table_of

Record = TypeVar("Record", bound=ErpRecord)


def lock_where(model: type[Record], condition: Q) -> list[Record]:
    """Returns the records that meet a condition, locked until the transaction ends."""
    records: QuerySet[Any] = model._default_manager.select_for_update().filter(condition)
    return list(records.order_by("id"))


def pick(
    records: Collection[Record],
    ids: Collection[UUID],
    *,
    model: type[Record],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Record]:
    """Returns the records with these ids, in their order.

    Raises RecordMissing for an id that is not there, RecordChanged for another version than expected.
    """
    by_id = {record.id: record for record in records}
    table = table_of(model)
    for record_id in ids:
        if record_id not in by_id:
            raise RecordMissing(table=table, record_id=record_id)
        expected = (expected_versions or {}).get(record_id)
        if expected is not None and by_id[record_id].row_version != expected:
            raise RecordChanged(table=table, record_id=record_id)
    return [by_id[record_id] for record_id in ids]
