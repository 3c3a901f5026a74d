"""Creating and modifying records of tables whose key is a code and that have no rules across tables."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from erp.models import ErpRecord
from erp.operations.assign_values import assign, new_record, refuse_new_key
from erp.operations.clean_values import clean_rows
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.unique_keys import check_free
from erp.operations.write_rows import insert_rows, update_rows
from erp.queries.table_fields import table_of

Record = TypeVar("Record", bound=ErpRecord)


@transaction.atomic
def create_code_records(
    *, model: type[Record], rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Record]:
    """Creates records; every row must have a ``code`` that is free."""
    table = table_of(model)
    values = clean_rows(table=table, rows=rows)
    for index, row in enumerate(values):
        if not row.get("code"):
            raise RecordRejected(table=table, index=index, field="code", code="required")
    check_references(table=table, rows=values)
    return insert_new(model=model, rows=values, key="code", created_ids=created_ids)


def insert_new(
    *,
    model: type[Record],
    rows: Sequence[Mapping[str, Any]],
    key: str,
    created_ids: Sequence[UUID] | None,
) -> list[Record]:
    """Inserts clean rows whose key must be free, also when another process takes it at the same moment."""
    records = build_new(model=model, rows=rows, created_ids=created_ids)
    insert_unique(records=records, key=key, created_ids=created_ids)
    return records


def build_new(
    *, model: type[Record], rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None
) -> list[Record]:
    """Returns unsaved records for clean rows, with the ids that the caller chose, if any."""
    if created_ids is None:
        return [new_record(model, row) for row in rows]
    return [
        new_record(model, row, record_id=record_id) for row, record_id in zip(rows, created_ids, strict=True)
    ]


def insert_unique(*, records: Sequence[Any], key: str, created_ids: Sequence[UUID] | None) -> None:
    """Inserts records; raises RecordRejected when their key or chosen id exists already."""
    if not records:
        return
    try:
        with transaction.atomic():
            insert_rows(records)
    except IntegrityError:
        # The database found it; here it is found out which record it is.
        keys = [getattr(record, key) for record in records]
        check_free(table=table_of(type(records[0])), field=key, values=keys, ids=created_ids or ())
        raise


@transaction.atomic
def modify_code_records(
    *,
    model: type[Record],
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Record]:
    """Modifies records and returns them as they are now; what has not changed is not written."""
    table = table_of(model)
    locked = lock_where(model, Q(id__in=list(changes)))
    records = pick(locked, list(changes), model=model, expected_versions=expected_versions)
    values = clean_rows(table=table, rows=changes.values())
    for index, (record, row) in enumerate(zip(records, values, strict=True)):
        refuse_new_key(table=table, key="code", index=index, record=record, values=row)
    check_references(table=table, rows=values)
    write_changes(records, values)
    return records


def write_changes(records: Sequence[Record], values: Sequence[Mapping[str, Any]]) -> dict[UUID, set[str]]:
    """Assigns and writes values; returns the changed fields of the records that changed."""
    changed = {
        record.id: names
        for record, row in zip(records, values, strict=True)
        if (names := assign(record, row))
    }
    update_rows([r for r in records if r.id in changed], set().union(*changed.values()))
    return changed
