"""Reads and writes a record's columns by logical name, wherever they are stored."""

from typing import Any

from crm.metadata.column import Column
from crm.metadata.extra_values import from_extra, to_extra
from crm.metadata.values import EntityReference
from crm.models import CrmRecord


def stored_value(record: CrmRecord, column: Column) -> Any:
    if column.in_extra:
        return from_extra(record.extra.get(column.logical_name), column)
    value = getattr(record, column.attname)
    if value is None or not column.is_lookup:
        return value
    if column.type_attname:
        return EntityReference(getattr(record, column.type_attname), value)
    return EntityReference(next(iter(column.targets)), value)


def store_value(record: CrmRecord, column: Column, value: Any) -> None:
    if column.in_extra:
        _store_extra(record, column, value)
        return
    is_reference = isinstance(value, EntityReference)
    setattr(record, column.attname, value.id if is_reference else value)
    if column.type_attname:
        setattr(record, column.type_attname, value.table if is_reference else None)


def _store_extra(record: CrmRecord, column: Column, value: Any) -> None:
    if value is None:
        record.extra.pop(column.logical_name, None)
    else:
        record.extra[column.logical_name] = to_extra(value, column)
