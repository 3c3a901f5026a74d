"""Changes a setup table's one row."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import ErpRecord, SalesReceivablesSetup
from erp.models.setup import SetupRecord
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.write_in_product import check_write_in_product, tell_of_write_in_product
from erp.operations.write_rows import insert_rows
from erp.queries.table_fields import record_values, table_of

Record = TypeVar("Record", bound=ErpRecord)
Hook = Callable[[Mapping[str, Any], Mapping[str, Any]], None]
_CHECKS: Mapping[type[ErpRecord], Hook] = {SalesReceivablesSetup: check_write_in_product}
_TELLERS: Mapping[type[ErpRecord], Hook] = {SalesReceivablesSetup: tell_of_write_in_product}


@transaction.atomic
def save_setup(
    *, model: type[Record], values: Mapping[str, Any], expected_version: int | None = None
) -> Record:
    """Changes company information or another setup table, and creates its row when there is none.

    Raises RecordRejected, and RecordChanged for another version than expected.
    """
    if not issubclass(model, SetupRecord):
        raise TypeError(f"{model.__name__} is not a setup table.")
    rows = clean_rows(table=table_of(model), rows=[values])
    check_references(table=table_of(model), rows=rows)
    locked = lock_where(model, Q(primary_key=""))
    if not locked:
        locked = [model()]
        insert_rows(locked)
    versions: dict[UUID, int] = {} if expected_version is None else {locked[0].id: expected_version}
    records = pick(locked, [locked[0].id], model=model, expected_versions=versions)
    before = record_values(records[0])
    if model in _CHECKS:
        _CHECKS[model](rows[0], before)
    write_changes(records, rows)
    if model in _TELLERS:
        _TELLERS[model](before, record_values(records[0]))
    return records[0]
