"""The two statements by which operations write: insert many, update many; each announces what it wrote.

One prepared statement is executed for all rows, so that the number of queries does not grow with them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.utils import timezone

from erp import events
from erp.models import ErpRecord
from erp.queries.table_fields import table_of


def insert_rows(records: Sequence[ErpRecord]) -> None:
    """Inserts new records of one table."""
    if not records:
        return
    model = type(records[0])
    fields = model._meta.concrete_fields
    moment = timezone.now()
    for record in records:
        record.modified_at = moment
    quote = connections[_alias(model)].ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    _execute(model, f"INSERT INTO {table} ({columns}) VALUES ({places})", records, fields)  # noqa: S608
    for record in records:
        record._state.adding = False
        record._state.db = _alias(model)
    announce(records, events.INSERTED)


def update_rows(records: Sequence[Any], field_names: Iterable[str]) -> None:
    """Writes the named fields of records of one table, which the caller has locked."""
    if not records:
        return
    model = type(records[0])
    moment = timezone.now()
    for record in records:
        record.row_version += 1
        record.modified_at = moment
    names = {*field_names, "row_version", "modified_at"}
    fields = [field for field in model._meta.concrete_fields if field.column in names]
    quote = connections[_alias(model)].ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {assignments} WHERE {quote('id')} = %s"  # noqa: S608
    _execute(model, statement, records, [*fields, model._meta.pk])
    announce(records, events.MODIFIED)


def announce(records: Sequence[ErpRecord], kind: str) -> None:
    """Sends the event that the records were written."""
    model = type(records[0])
    ids = [record.id for record in records]
    events.records_written.send(sender=model, table=table_of(model), record_ids=ids, kind=kind)


def _execute(model: type[ErpRecord], statement: str, records: Sequence[Any], fields: Sequence[Any]) -> None:
    connection = connections[_alias(model)]
    values = [
        [field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields]
        for record in records
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _alias(model: type[ErpRecord]) -> str:
    return router.db_for_write(model) or DEFAULT_DB_ALIAS
