"""What an environment lacks of a solution; ``code`` and ``params`` are rendered by ``sentences``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from crm_integration.connection.solution.vocabulary import (
    Publisher,
    Solution,
    SolutionColumn,
    SolutionLookup,
    SolutionRole,
    SolutionTable,
)


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the solution says; deploying mends it unless it ``needs_a_person``."""

    code: ClassVar[str]
    needs_a_person: ClassVar[bool] = False

    @property
    def restored_code(self) -> str:
        """What is said once it was mended."""
        return f"{self.code}_restored"

    @property
    def params(self) -> Mapping[str, str]:
        return {}


@dataclass(frozen=True)
class StandardTableMissing(Difference):
    """A table of Dynamics 365 Sales is not there: no solution of ours brings it."""

    table: str
    code = "solution_standard_table_missing"
    needs_a_person = True

    @property
    def params(self) -> Mapping[str, str]:
        return {"of_table": self.table}


@dataclass(frozen=True)
class PublisherMissing(Difference):
    publisher: Publisher
    code = "solution_publisher_missing"

    @property
    def params(self) -> Mapping[str, str]:
        return {"publisher": self.publisher.display_name, "prefix": self.publisher.prefix}


@dataclass(frozen=True)
class SolutionMissing(Difference):
    solution: Solution
    code = "solution_missing"

    @property
    def params(self) -> Mapping[str, str]:
        return {"solution": self.solution.display_name}


@dataclass(frozen=True)
class SolutionOfOtherVersion(Difference):
    """``id`` is that of the solution as it is in the environment."""

    solution: Solution
    id: UUID
    found: str
    code = "solution_of_other_version"

    @property
    def params(self) -> Mapping[str, str]:
        return {"solution": self.solution.display_name, "found": self.found, "version": self.solution.version}


@dataclass(frozen=True)
class TableMissing(Difference):
    table: SolutionTable
    code = "solution_table_missing"

    @property
    def params(self) -> Mapping[str, str]:
        return {"of_table": self.table.name}


@dataclass(frozen=True)
class ColumnMissing(Difference):
    table: str
    column: SolutionColumn
    code = "solution_column_missing"

    @property
    def params(self) -> Mapping[str, str]:
        return {"of_table": self.table, "column": self.column.name}


@dataclass(frozen=True)
class ColumnOfOtherKind(Difference):
    """The type of a column cannot be changed: somebody has to remove it, with what it holds."""

    table: str
    column: SolutionColumn
    found: str
    code = "solution_column_of_other_kind"
    needs_a_person = True

    @property
    def params(self) -> Mapping[str, str]:
        return {
            "of_table": self.table,
            "column": self.column.name,
            "found": self.found,
            "kind": self.column.kind.value,
        }


@dataclass(frozen=True)
class TableLabelChanged(Difference):
    """``found`` is what people read now instead of ``wanted``, the label or the plural of the table."""

    table: SolutionTable
    found: str
    wanted: str
    code = "solution_table_label_changed"

    @property
    def params(self) -> Mapping[str, str]:
        return {"of_table": self.table.name, "found": self.found, "label": self.wanted}


@dataclass(frozen=True)
class ColumnLabelChanged(Difference):
    table: str
    column: SolutionColumn
    found: str
    code = "solution_column_label_changed"

    @property
    def params(self) -> Mapping[str, str]:
        return {
            "of_table": self.table,
            "column": self.column.name,
            "found": self.found,
            "label": self.column.label,
        }


@dataclass(frozen=True)
class ColumnTooShort(Difference):
    """A text takes fewer characters than it must; one that takes more is left as it is."""

    table: str
    column: SolutionColumn
    found: int
    code = "solution_column_too_short"

    @property
    def params(self) -> Mapping[str, str]:
        return {
            "of_table": self.table,
            "column": self.column.name,
            "found": str(self.found),
            "length": str(self.column.max_length),
        }


@dataclass(frozen=True)
class OutsideSolution(Difference):
    """Something is there, but does not belong to the solution; ``component_type`` is Dataverse's number."""

    what: str
    component_type: int
    id: UUID
    code = "solution_component_outside"

    @property
    def params(self) -> Mapping[str, str]:
        return {"what": self.what}


@dataclass(frozen=True)
class LookupMissing(Difference):
    lookup: SolutionLookup
    code = "solution_column_missing"

    @property
    def params(self) -> Mapping[str, str]:
        return {"of_table": self.lookup.table, "column": self.lookup.column.name}


@dataclass(frozen=True)
class RoleMissing(Difference):
    """``was_deployed``: the solution is there, so people may have had the role, which nobody has now."""

    role: SolutionRole
    was_deployed: bool
    code = "solution_role_missing"

    @property
    def restored_code(self) -> str:
        return f"{self.code}_returned" if self.was_deployed else super().restored_code

    @property
    def params(self) -> Mapping[str, str]:
        return {"role": self.role.name}


@dataclass(frozen=True)
class PrivilegesMissing(Difference):
    """``privileges`` are the names and ids of what the role does not permit, or not everywhere."""

    role: SolutionRole
    role_id: UUID
    privileges: Mapping[str, UUID]
    code = "solution_privileges_missing"

    @property
    def params(self) -> Mapping[str, str]:
        names = sorted(self.privileges)
        shown = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        return {"role": self.role.name, "count": str(len(names)), "privileges": shown}


@dataclass(frozen=True)
class UserRoleMissing(Difference):
    role: str
    role_id: UUID
    user_id: UUID
    user: str
    code = "solution_user_role_missing"

    @property
    def params(self) -> Mapping[str, str]:
        return {"role": self.role, "user": self.user}
