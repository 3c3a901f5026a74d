"""What a solution consists of, in the words of Dataverse."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

Right = tuple[str, str]
NO_TABLE = ""


class ColumnKind(enum.StrEnum):
    """The type of a column as its definition says it."""

    STRING = "String"
    MONEY = "Money"
    DATE = "DateTime"
    LOOKUP = "Lookup"


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """Whoever brings definitions; the names of these begin with the ``prefix``."""

    id: UUID
    name: str
    display_name: str
    prefix: str
    option_prefix: int


@dataclass(frozen=True, kw_only=True)
class SolutionColumn:
    """``schema_name`` in lower case is the logical name; what ``is_secured`` is written, never read back."""

    schema_name: str
    label: str
    kind: ColumnKind = ColumnKind.STRING
    max_length: int = 100
    is_secured: bool = False

    @property
    def name(self) -> str:
        return self.schema_name.lower()


@dataclass(frozen=True, kw_only=True)
class SolutionTable:
    """A table of the solution's own; its records are owned by a user or a team, or by the organization."""

    schema_name: str
    label: str
    plural: str
    entity_set: str
    is_owned: bool
    columns: tuple[SolutionColumn, ...]
    primary_name: SolutionColumn

    @property
    def name(self) -> str:
        return self.schema_name.lower()


@dataclass(frozen=True, kw_only=True)
class SolutionLookup:
    """A column of ``table`` that points to a record of ``target``."""

    table: str
    target: str
    relationship: str
    column: SolutionColumn


@dataclass(frozen=True)
class RoleRight:
    """Verbs on tables, for the records of the whole organization."""

    tables: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SolutionRole:
    """A security role; ``id`` is the one that Microsoft's own solution gives it.

    ``general`` are the names of privileges of no table, such as ``prvPublishCustomization``.
    """

    id: UUID
    name: str
    rights: tuple[RoleRight, ...]
    general: tuple[str, ...] = ()

    def privileges(self) -> Iterator[Right]:
        """(table, verb), and for privileges of no table a blank and the name."""
        for right in self.rights:
            for table in right.tables:
                yield from ((table, verb) for verb in right.verbs)
        yield from ((NO_TABLE, name) for name in self.general)


@dataclass(frozen=True, kw_only=True)
class Solution:
    """``columns`` are added to tables that the CRM has already, by the table's logical name.

    ``user_roles`` names the roles that the integration user receives.
    """

    id: UUID
    name: str
    display_name: str
    version: str
    publishers: tuple[Publisher, ...]
    tables: tuple[SolutionTable, ...]
    columns: Mapping[str, tuple[SolutionColumn, ...]]
    lookups: tuple[SolutionLookup, ...]
    roles: tuple[SolutionRole, ...]
    user_roles: tuple[str, ...]

    @property
    def publisher(self) -> Publisher:
        """The one whose solution it is."""
        return self.publishers[0]
