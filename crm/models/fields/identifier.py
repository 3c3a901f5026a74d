"""Identifiers: the primary id of a table and other GUIDs."""

import os
import time
from typing import Any
from uuid import UUID

from django.db import models

from crm.models.fields.column import DataverseField


def new_id() -> UUID:
    """A UUID that begins with the time (version 7), so that new rows stay together in an index."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | (0x7 << 76) | (0x2 << 62))


def read_id(value: Any) -> UUID | None:
    """The id that a statement of our own read: PostgreSQL gives it as such, SQLite as text."""
    return value if value is None or isinstance(value, UUID) else UUID(value)


class UniqueidentifierColumn(DataverseField, models.UUIDField):
    dataverse_type = "Uniqueidentifier"
    plain = models.UUIDField


class PrimaryIdColumn(UniqueidentifierColumn):
    """The id of a record: chosen by who creates it, or by us."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"primary_key": True, "null": False, "default": new_id, "editable": False, **kwargs}
        )
