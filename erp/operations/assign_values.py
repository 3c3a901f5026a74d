"""Puts clean values into records, and tells which of them are news."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from erp.models import ErpRecord
from erp.models.statements import new_values
from erp.operations.errors import RecordRejected
from erp.queries.table_fields import ErpField, table_fields, table_of

Record = TypeVar("Record", bound=ErpRecord)


def new_record(model: type[Record], values: Mapping[str, Any], *, record_id: UUID | None = None) -> Record:
    """Returns an unsaved record with the values, and the defaults of its fields for the rest."""
    fields = table_fields(table_of(model))
    given = {fields[name].attname: _stored(fields[name], value) for name, value in values.items()}
    if record_id is not None:
        given["id"] = record_id
    # By position, which spares the model from asking every field for its default.
    return model(*(new_values(model) | given).values())


def _stored(field: ErpField, value: Any) -> Any:
    return None if field.related_table and value == "" else value


def assign(record: ErpRecord, values: Mapping[str, Any]) -> set[str]:
    """Sets the values that differ from the record's and returns the names of their fields."""
    fields = table_fields(table_of(type(record)))
    changed = set()
    for name, value in values.items():
        field = fields[name]
        stored = _stored(field, value)
        if getattr(record, field.attname) != stored:
            setattr(record, field.attname, stored)
            changed.add(name)
    return changed


def refuse_new_key(*, table: str, key: str, index: int, record: ErpRecord, values: dict[str, Any]) -> None:
    """Takes an unchanged key out of the values; a new key is a matter of renaming and is rejected."""
    if key in values and values.pop(key) != getattr(record, key):
        raise RecordRejected(table=table, index=index, field=key, code="not_editable")
