"""The operations of a table as its pages call them: one record at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from erp.models import ErpRecord
from erp.operations.code_records import create_code_records, modify_code_records
from erp.operations.delete_record import delete_record

Operation = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Operations:
    """``create(rows=)``, ``modify(changes=, expected_versions=)``, ``delete(<delete_by>=)``.

    Without one of them nobody may do that on the pages.
    """

    create: Operation | None = None
    modify: Operation | None = None
    delete: Operation | None = None
    delete_by: str = "record_id"

    def create_one(self, values: Mapping[str, Any]) -> ErpRecord:
        assert self.create is not None  # noqa: S101 - has_add_permission
        (record,) = self.create(rows=[values])
        return record  # type: ignore[no-any-return]

    def modify_one(self, record_id: UUID, values: Mapping[str, Any], *, version: int | None) -> ErpRecord:
        assert self.modify is not None  # noqa: S101 - has_change_permission
        versions = {} if version is None else {record_id: version}
        (record,) = self.modify(changes={record_id: values}, expected_versions=versions)
        return record  # type: ignore[no-any-return]

    def delete_one(self, record_id: UUID) -> None:
        assert self.delete is not None  # noqa: S101 - has_delete_permission
        self.delete(**{self.delete_by: record_id})


def code_table(model: type[ErpRecord]) -> Operations:
    """The operations of a table that is known by a code and has no rules across tables."""
    return Operations(
        create=partial(create_code_records, model=model),
        modify=partial(modify_code_records, model=model),
        delete=partial(delete_record, model=model),
    )
