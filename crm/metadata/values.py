"""Values that have no type of their own in Python."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class EntityReference:
    """What a lookup holds: a table's logical name and a record's id."""

    table: str
    id: UUID
