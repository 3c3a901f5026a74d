"""Checks that the key of new records is free, within the rows and in the table."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from erp.operations.errors import RecordRejected
from erp.queries.table_fields import model_of


def check_free(*, table: str, field: str, values: Sequence[Any], ids: Iterable[UUID] = ()) -> None:
    """Raises RecordRejected for the first value that is twice in ``values`` or already in the table.

    ``ids`` are ids that the caller chose for the records; they must be free, too. Blank values pass.
    """
    _check(table, field, values)
    _check(table, "id", list(ids))


def _check(table: str, field: str, values: Sequence[Any]) -> None:
    if not any(values):
        return
    manager = model_of(table)._default_manager
    taken = set(manager.filter(**{f"{field}__in": [v for v in values if v]}).values_list(field, flat=True))
    for index, value in enumerate(values):
        if not value:
            continue
        if value in taken:
            raise RecordRejected(
                table=table, index=index, field=field, code="not_unique", params={"value": str(value)}
            )
        taken.add(value)
