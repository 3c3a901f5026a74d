"""Saves one record of a table that has no rules across tables: creates it, or modifies the one named."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from erp.models import ErpRecord
from erp.operations.code_records import create_code_records, modify_code_records

Record = TypeVar("Record", bound=ErpRecord)


@transaction.atomic
def save_record(
    *,
    model: type[Record],
    values: Mapping[str, Any],
    record_id: UUID | None = None,
    expected_version: int | None = None,
) -> Record:
    """Creates a record when ``record_id`` is None, else modifies that record.

    Raises RecordRejected, RecordMissing, and RecordChanged for another version than expected.
    """
    if record_id is None:
        return create_code_records(model=model, rows=[values])[0]
    versions = None if expected_version is None else {record_id: expected_version}
    return modify_code_records(model=model, changes={record_id: values}, expected_versions=versions)[0]
