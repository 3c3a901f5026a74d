"""Why a value or a record cannot be synchronized, classed by its cure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID


class Cure(StrEnum):
    TRANSIENT = "transient"
    REJECTED = "rejected"
    MISSING_COUPLING = "missing_coupling"
    OWED = "owed"
    CONFLICT = "conflict"
    DELETED = "deleted"
    AUTHENTICATION = "authentication"
    PRIVILEGE = "privilege"
    CONFIGURATION = "configuration"


@dataclass(frozen=True)
class Awaited:
    """The record whose coupling is the cure: an ERP or CRM table and the record's id there."""

    table: str
    id: UUID


@dataclass(frozen=True)
class Problem:
    """``code`` with ``params`` becomes a sentence on the pages; ``field`` is the ERP field or CRM column."""

    code: str
    cure: Cure
    params: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""
    awaited: Awaited | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """As the rows that keep problems have it."""
        return {
            "code": self.code,
            "params": dict(self.params),
            "cure": self.cure.value,
            "field": self.field,
            "awaited_table": self.awaited.table if self.awaited else "",
            "awaited_id": self.awaited.id if self.awaited else None,
        }
