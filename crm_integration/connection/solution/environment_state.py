"""What there is of a solution in an environment, as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from crm_integration.connection.solution.vocabulary import Right


@dataclass(frozen=True)
class Privilege:
    id: UUID
    name: str


@dataclass(frozen=True)
class TableState:
    """The labels are the English ones, None if the environment has none in English."""

    id: UUID
    label: str | None
    plural: str | None


@dataclass(frozen=True)
class ColumnState:
    """``max_length`` is that of a text."""

    id: UUID
    kind: str
    label: str | None = None
    max_length: int | None = None


@dataclass(frozen=True)
class RoleState:
    """``privileges`` are those that reach the whole organization."""

    id: UUID
    privileges: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class UserState:
    """Who works with the solution, such as the integration user, and the names of the roles."""

    id: UUID
    name: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class EnvironmentState:
    """``columns`` maps each table that was asked for, if it is there, on its columns by name.

    ``privileges`` are all that roles can have, by table and verb. ``components`` are the ids of what
    belongs to the solution, None where the environment does not let them be read.
    """

    business_unit_id: UUID
    prefixes: frozenset[str] = frozenset()
    publisher_id: UUID | None = None
    solution_id: UUID | None = None
    version: str = ""
    tables: Mapping[str, TableState] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, ColumnState]] = field(default_factory=dict)
    privileges: Mapping[Right, Privilege] = field(default_factory=dict)
    roles: Mapping[str, RoleState] = field(default_factory=dict)
    users: tuple[UserState, ...] = ()
    components: frozenset[UUID] | None = None
