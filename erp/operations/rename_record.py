"""Gives a record another number or code; everything that refers to it follows."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import ErpRecord
from erp.operations.clean_values import clean_rows
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.record_references import Reference, references_to
from erp.operations.text_references import rename_text_references, text_references_to
from erp.operations.unique_keys import check_free
from erp.operations.write_rows import update_rows
from erp.queries.table_fields import model_of, table_fields


@transaction.atomic
def rename_record(
    *, table: str, record_id: UUID, new_key: str, expected_version: int | None = None
) -> ErpRecord:
    """Renames a record of a table whose key is ``no`` or ``code``, and the references to it.

    Raises RecordRejected when the new key is blank, too long or taken.
    """
    model: Any = model_of(table)
    key = "no" if "no" in table_fields(table) else "code"
    row = clean_rows(table=table, rows=[{key: new_key}])[0]
    versions = {} if expected_version is None else {record_id: expected_version}
    for old in model._default_manager.filter(id=record_id).values_list(key, flat=True):
        _lock_users(model, old)  # before the record itself, as those who change the users do
        for reference in text_references_to(model):
            lock_where(reference.model, reference.to(old))
    locked = lock_where(model, Q(id=record_id))
    (record,) = pick(locked, [record_id], model=model, expected_versions=versions)
    old_key = getattr(record, key)
    if row[key] == old_key:
        return record
    if not row[key]:
        raise RecordRejected(table=table, index=0, field=key, code="required")
    check_free(table=table, field=key, values=[row[key]])
    setattr(record, key, row[key])
    update_rows([record], [key])
    _rename_references(record, old_key, row[key])
    return record


def _rename_references(record: ErpRecord, old_key: str, new_key: str) -> None:
    for users, reference in _lock_users(type(record), old_key):
        for user in users:
            setattr(user, reference.field.attname, new_key)
        update_rows(users, [reference.field.column])
    rename_text_references(type(record), old_key, new_key)


def _lock_users(model: type[ErpRecord], key: str) -> list[tuple[list[Any], Reference]]:
    return [(lock_where(reference.model, reference.to(key)), reference) for reference in references_to(model)]
