"""Saves one record of a table whose key consists of several fields, such as a rate of a currency."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from erp.models import ErpRecord
from erp.operations.assign_values import assign
from erp.operations.clean_values import clean_rows
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.write_rows import insert_rows, update_rows
from erp.queries.table_fields import record_values, table_fields, table_of

Record = TypeVar("Record", bound=ErpRecord)


@transaction.atomic
def save_line(
    *,
    model: type[Record],
    key: tuple[str, ...],
    values: Mapping[str, Any],
    record_id: UUID | None = None,
    expected_version: int | None = None,
) -> Record:
    """Creates a record when ``record_id`` is None, else modifies that record.

    Every field of the key must have a value, and no other record may have the same key.
    """
    table = table_of(model)
    rows = clean_rows(table=table, rows=[values])
    check_references(table=table, rows=rows)
    record = model() if record_id is None else _locked(model, record_id, expected_version)
    changed = assign(record, rows[0])
    _check_key(record, key)
    try:
        with transaction.atomic():
            if record_id is None:
                insert_rows([record])
            elif changed:
                update_rows([record], changed)
    except IntegrityError:
        _check_key(record, key)
        raise
    return record


def _locked(model: type[Record], record_id: UUID, expected_version: int | None) -> Record:
    versions = None if expected_version is None else {record_id: expected_version}
    locked = lock_where(model, Q(id=record_id))
    return pick(locked, [record_id], model=model, expected_versions=versions)[0]


def _check_key(record: ErpRecord, key: tuple[str, ...]) -> None:
    table = table_of(type(record))
    values = record_values(record)
    for name in key:
        if values[name] in ("", None):
            raise RecordRejected(table=table, index=0, field=name, code="required")
    fields = table_fields(table)
    same = type(record)._default_manager.filter(**{fields[name].attname: values[name] for name in key})
    if same.exclude(id=record.id).exists():
        shown = " ".join(str(values[name]) for name in key)
        raise RecordRejected(table=table, index=0, field=key[-1], code="not_unique", params={"value": shown})
