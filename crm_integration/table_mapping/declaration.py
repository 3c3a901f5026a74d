"""How a table mapping is declared: its rows, its filters, and what cannot be said in a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.filters import EVERYTHING, Filter
from crm_integration.table_mapping.problem import Problem
from crm_integration.table_mapping.related import Related


@dataclass(frozen=True)
class FieldRow:
    """One ERP field and the CRM column that it corresponds to; one side blank for a constant.

    ``not_null``: a blank reference leaves the other side as it is.
    ``clear_value_on_failed_synch``: an uncoupled reference is written blank and owed.
    ``taken_over_on_insert``: a row to the CRM whose value comes from the CRM when the ERP record is created.
    ``target_table``: which table a polymorphic lookup is bound to.
    ``is_fixed``: an administrator cannot change the row.
    """

    erp_field: str
    crm_column: str
    direction: Direction
    is_enabled: bool = True
    constant_value: str = ""
    transformation: str = ""
    target_table: str = ""
    not_null: bool = False
    clear_value_on_failed_synch: bool = False
    taken_over_on_insert: bool = False
    is_fixed: bool = False
    use_for_match: bool = False
    match_priority: int = 0
    is_case_sensitive: bool = False

    @cached_property
    def key(self) -> str:
        return f"{self.erp_field}:{self.crm_column}"

    @cached_property
    def is_constant(self) -> bool:
        return not self.erp_field or not self.crm_column

    def name_on(self, side: Side) -> str:
        return self.erp_field if side is Side.ERP else self.crm_column

    def reaches(self, side: Side) -> bool:
        """Whether the row writes on that side."""
        return self.direction.reaches_erp if side is Side.ERP else self.direction.reaches_crm


def erp_field_of(key: str) -> str:
    """Returns the ERP field that a row's key names; blank for constants and derived columns."""
    name, separator, _ = key.partition(":")
    return name if separator else ""


def crm_column_of(key: str) -> str:
    """Returns the CRM column that a row's key names; blank for derived columns."""
    return key.partition(":")[2]


class When(StrEnum):
    """A derived column is written when the record is inserted only, or whenever its value changes."""

    INSERT = "insert"
    ALWAYS = "always"


@dataclass(frozen=True)
class DerivedColumn:
    """A column (or field) whose value is a pure function of the source record and the related reads.

    ``value`` gets the record's id, its values and the related reads.
    """

    name: str
    direction: Direction
    when: When
    value: Callable[[UUID | None, Mapping[str, Any], Related], Any | Problem]

    @property
    def key(self) -> str:
        return f"={self.name}"


class Layer(StrEnum):
    """Which of the two switches of the connection has the mapping work (clarification 2)."""

    BASE = "base"
    SALES = "sales"


class UpdateConflict(StrEnum):
    NONE = "none"
    SEND = "send_update"
    GET = "get_update"


class DeletionConflict(StrEnum):
    NONE = "none"
    RESTORE = "restore_records"
    REMOVE = "remove_coupling"


@dataclass(frozen=True)
class JobDefaults:
    """Minutes between runs, and minutes of sleep after a run that found nothing to do."""

    minutes_between_runs: int = 30
    inactivity_timeout_minutes: int = 720


@dataclass(frozen=True)
class OptionColumn:
    """A choice column of the CRM, whose option set is a table of its own for the ERP."""

    table: str
    column: str


@dataclass(frozen=True)
class TableMapping:
    """``layer``: *Dataverse connection* has it work, or only *Sales integration*, on top.
    ``depends_on`` names mappings that come first; ``related_reads`` names what the reader prepares.

    ``matches_before_creating``: a second record of the same thing would be a mistake, so an uncoupled record
    is looked for on the other side before one is created.
    ``state_row`` is the key of the row that ties the states of both records. A new CRM record takes it in a
    write of its own, since many are born with a state that cannot be chosen; and it is followed outside the
    filters too, which often name the state.
    ``number_row`` is the key of the row that numbers the thing on both sides, even if the row is off: while
    the ERP has a record with the CRM's number, a second one under another number would be a mistake.
    ``has_default_prices``: the CRM's records are products, whose prices stand in the default price list too.
    ``takes_over_units``: an ERP record that comes from a product takes over its unit group and its unit.
    ``option_column`` makes it an option mapping: its records become options of that column of the CRM table.
    ``same_options`` are columns that offer the same options under the same values.
    ``is_made_by_flow``: its records are documents that one side makes of the other's; nobody chooses pairs.
    ``made_by``: the kind of the job that makes documents of the CRM of those records of the back office that
    have none yet; no run does.
    ``is_of_orders``: it rests while sales order integration is off.
    ``goes_with``: its records are lines of that mapping's documents and go with them: they are not coupled,
    and no run is theirs.
    ``reopening``: values that make a record of the CRM writable, and those that close it again, for records
    that take no change in the state that they are in.
    """

    name: str
    erp_table: str
    crm_table: str
    direction: Direction
    fields: tuple[FieldRow, ...]
    layer: Layer = Layer.BASE
    erp_filter: Filter = EVERYTHING
    crm_filter: Filter = EVERYTHING
    depends_on: tuple[str, ...] = ()
    related_reads: tuple[str, ...] = ()
    derived: tuple[DerivedColumn, ...] = ()
    synch_only_coupled_records: bool = True
    create_new_if_no_match: bool = False
    synch_after_coupling: str = "no"
    update_conflict_resolution: UpdateConflict = UpdateConflict.NONE
    deletion_conflict_resolution: DeletionConflict = DeletionConflict.NONE
    matches_before_creating: bool = False
    state_row: str = ""
    number_row: str = ""
    has_default_prices: bool = False
    takes_over_units: bool = False
    option_column: str = ""
    same_options: tuple[OptionColumn, ...] = ()
    is_made_by_flow: bool = False
    made_by: str = ""
    is_of_orders: bool = False
    goes_with: str = ""
    reopening: tuple[Mapping[str, int], Mapping[str, int]] | None = None
    job: JobDefaults = JobDefaults()

    @cached_property
    def rows(self) -> tuple[FieldRow, ...]:
        """The enabled rows that fit the direction of the mapping."""
        return tuple(row for row in self.fields if row.is_enabled and self.allows(row.direction))

    @property
    def is_option_mapping(self) -> bool:
        return bool(self.option_column)

    def allows(self, direction: Direction) -> bool:
        return Direction.BIDIRECTIONAL in (self.direction, direction) or self.direction is direction


def both(erp_field: str, crm_column: str, **options: Any) -> FieldRow:
    """A bidirectional row."""
    return FieldRow(erp_field, crm_column, Direction.BIDIRECTIONAL, **options)


def to_crm(erp_field: str, crm_column: str, **options: Any) -> FieldRow:
    """A row from the ERP to the integration table."""
    return FieldRow(erp_field, crm_column, Direction.TO_INTEGRATION_TABLE, **options)


def from_crm(erp_field: str, crm_column: str, **options: Any) -> FieldRow:
    """A row from the integration table to the ERP."""
    return FieldRow(erp_field, crm_column, Direction.FROM_INTEGRATION_TABLE, **options)


def constant_to_erp(erp_field: str, value: str, **options: Any) -> FieldRow:
    return FieldRow(erp_field, "", Direction.FROM_INTEGRATION_TABLE, constant_value=value, **options)


def constant_to_crm(crm_column: str, value: str, **options: Any) -> FieldRow:
    return FieldRow("", crm_column, Direction.TO_INTEGRATION_TABLE, constant_value=value, **options)
