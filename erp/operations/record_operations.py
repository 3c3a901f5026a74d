"""The operations of a table as pages and APIs call them: one record at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from erp.models import ErpRecord
from erp.operations.save_setup import save_setup

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Operations:
    """What can be done with a record; what is None, nobody may do.

    Modifying and deleting take the version that was read, or None for any.
    """

    create: Callable[[Values], ErpRecord] | None = None
    modify: Callable[[UUID, Values, int | None], ErpRecord] | None = None
    delete: Callable[[UUID, int | None], None] | None = None


def by_rows(
    *, create: Callable[..., Any], modify: Callable[..., Any], delete: Callable[..., Any], id_name: str
) -> Operations:
    """For operations that take many rows: ``create(rows=)``, ``modify(changes=, expected_versions=)``."""

    def create_one(values: Values) -> ErpRecord:
        return create(rows=[values])[0]  # type: ignore[no-any-return]

    def modify_one(record_id: UUID, values: Values, version: int | None) -> ErpRecord:
        versions = {} if version is None else {record_id: version}
        return modify(changes={record_id: values}, expected_versions=versions)[0]  # type: ignore[no-any-return]

    def delete_one(record_id: UUID, version: int | None) -> None:
        delete(**{id_name: record_id}, expected_version=version)

    return Operations(create=create_one, modify=modify_one, delete=delete_one)


def by_record(*, save: Callable[..., Any], delete: Callable[..., Any]) -> Operations:
    """For operations that take one record: ``save(values=, record_id=, expected_version=)``."""

    def modify_one(record_id: UUID, values: Values, version: int | None) -> ErpRecord:
        return save(values=values, record_id=record_id, expected_version=version)  # type: ignore[no-any-return]

    def delete_one(record_id: UUID, version: int | None) -> None:
        delete(record_id=record_id, expected_version=version)

    return Operations(create=lambda values: save(values=values), modify=modify_one, delete=delete_one)


def of_setup(model: type[ErpRecord]) -> Operations:
    """For a setup table with its one row."""

    def modify_one(record_id: UUID, values: Values, version: int | None) -> ErpRecord:
        return save_setup(model=model, values=values, expected_version=version)

    return Operations(create=lambda values: save_setup(model=model, values=values), modify=modify_one)
