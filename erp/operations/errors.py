"""What an operation raises when it refuses; nothing has been written then.

OperationError
├── RecordRejected   a value is not acceptable
├── RecordChanged    somebody else changed the record since it was read
├── RecordMissing    there is no such record (any more)
└── RecordInUse      other records refer to the record that should be deleted
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from erp.operations.sentences import rejection_sentence
from erp.queries.table_fields import model_of


class OperationError(Exception):
    """A back office operation could not be done."""


class RecordRejected(OperationError):
    """One value of one row is not acceptable; ``index`` is the row's place in what was handed in."""

    def __init__(
        self, *, table: str, index: int, field: str, code: str, params: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(table, index, field, code)
        self.table = table
        self.index = index
        self.field = field
        self.code = code
        self.params = dict(params or {})

    def __str__(self) -> str:
        return rejection_sentence(table=self.table, field=self.field, code=self.code, params=self.params)


class RecordChanged(OperationError):
    """The record's row version is not the one that the caller had read."""

    def __init__(self, *, table: str, record_id: UUID) -> None:
        super().__init__(table, record_id)
        self.table = table
        self.record_id = record_id

    def __str__(self) -> str:
        return _("The %(table)s was changed by somebody else meanwhile. Read it again, then repeat.") % {
            "table": model_of(self.table)._meta.verbose_name
        }


class RecordMissing(OperationError):
    """There is no record with this id."""

    def __init__(self, *, table: str, record_id: UUID) -> None:
        super().__init__(table, record_id)
        self.table = table
        self.record_id = record_id

    def __str__(self) -> str:
        return _("The %(table)s %(id)s does not exist.") % {
            "table": model_of(self.table)._meta.verbose_name,
            "id": self.record_id,
        }


class RecordInUse(OperationError):
    """``count`` records of ``used_by`` refer to the record, ``example`` is one of them."""

    def __init__(self, *, table: str, description: str, used_by: str, count: int, example: str) -> None:
        super().__init__(table, description, used_by, count)
        self.table = table
        self.description = description
        self.used_by = used_by
        self.count = count
        self.example = example

    def __str__(self) -> str:
        return _(
            "You cannot delete %(table)s %(record)s because it is used: %(used_by)s (%(count)s), for example "
            "%(example)s."
        ) % {
            "table": model_of(self.table)._meta.verbose_name,
            "record": self.description,
            "used_by": model_of(self.used_by)._meta.verbose_name_plural,
            "count": self.count,
            "example": self.example,
        }
