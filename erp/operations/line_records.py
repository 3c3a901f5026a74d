"""Creating and modifying many records of a table whose key consists of several fields."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from erp.models import ErpRecord
from erp.operations.code_records import build_new, write_changes
from erp.operations.errors import RecordRejected
from erp.operations.unique_keys import check_free
from erp.operations.write_rows import insert_rows
from erp.queries.table_fields import record_values, table_fields, table_of

Record = TypeVar("Record", bound=ErpRecord)


def insert_lines(
    *,
    model: type[Record],
    key: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
    created_ids: Sequence[UUID] | None,
) -> list[Record]:
    """Inserts clean rows; raises RecordRejected when the key of one exists already."""
    records = build_new(model=model, rows=rows, created_ids=created_ids)
    try:
        with transaction.atomic():
            insert_rows(records)
    except IntegrityError:
        check_free(table=table_of(model), field="id", values=(), ids=created_ids or ())
        _refuse_taken_key(records, key)
        raise
    return records


def change_lines(
    *, records: Sequence[Record], key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> dict[UUID, set[str]]:
    """Writes clean rows to locked records; returns the changed fields of those that changed."""
    try:
        with transaction.atomic():
            return write_changes(records, rows)
    except IntegrityError:
        _refuse_taken_key(records, key)
        raise


def refuse_blank(*, table: str, rows: Sequence[Mapping[str, Any]], fields: Sequence[str], new: bool) -> None:
    """Raises RecordRejected for the first field that is blank, or missing in a new row."""
    for index, row in enumerate(rows):
        for name in fields:
            if (new or name in row) and row.get(name) in ("", None):
                raise RecordRejected(table=table, index=index, field=name, code="required")


def _refuse_taken_key(records: Sequence[ErpRecord], key: tuple[str, ...]) -> None:
    """The database found it; here it is found out which record it is."""
    seen = set()
    for index, record in enumerate(records):
        table = table_of(type(record))
        values = tuple(getattr(record, table_fields(table)[name].attname) for name in key)
        same = type(record)._default_manager.exclude(id=record.id)
        wanted = {table_fields(table)[name].attname: v for name, v in zip(key, values, strict=True)}
        if values in seen or same.filter(**wanted).exists():
            shown = record_values(record)
            value = " ".join(str(shown[name]) for name in key if shown[name] not in ("", None))
            raise RecordRejected(
                table=table, index=index, field=key[-1], code="not_unique", params={"value": value}
            )
        seen.add(values)
