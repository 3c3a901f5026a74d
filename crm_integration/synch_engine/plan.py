"""What the planner decides about one pair of records. Shown as a preview, applied as it is, logged. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.values import canonical


@dataclass(frozen=True)
class RecordState:
    """One side of a pair as it was read; ``version`` is the row version or the CRM's ETag number.

    ``is_assumed``: not read now, but taken from the base; a write is refused if that is no longer so.
    """

    id: UUID
    version: int
    values: Mapping[str, Any]
    label: str = ""
    modified_at: datetime | None = None
    modified_by: UUID | None = None
    is_assumed: bool = False


@dataclass(frozen=True)
class CouplingState:
    id: UUID
    state: str
    erp_id: UUID
    crm_id: UUID
    erp_base: Mapping[str, Any]
    crm_base: Mapping[str, Any]
    erp_version: int | None
    crm_version: int | None
    pending: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    first_direction: str = ""

    def base_of(self, row: FieldRow, crm_now: Any) -> tuple[Any, Any] | None:
        """Returns both sides' values of the last synchronization, or None if the field has not been in one.

        A value that the CRM has because we sent it is the base, even if nobody could write that down.
        """
        sent = self.pending.get(row.key)
        if sent is not None and canonical(crm_now) == sent[1]:
            return sent[0], sent[1]
        return (
            (self.erp_base[row.erp_field], self.crm_base[row.crm_column]) if self.has_base_of(row) else None
        )

    def has_base_of(self, row: FieldRow) -> bool:
        return row.erp_field in self.erp_base and row.crm_column in self.crm_base


@dataclass(frozen=True)
class Pair:
    """A coupled pair, two records about to be coupled, or one record without a counterpart."""

    erp: RecordState | None = None
    crm: RecordState | None = None
    coupling: CouplingState | None = None
    erp_deleted: bool = False
    crm_deleted: bool = False
    is_skipped: bool = False

    @property
    def label(self) -> str:
        known = self.erp or self.crm
        return known.label if known else ""

    @property
    def ids(self) -> frozenset[UUID]:
        """The ids of both records and of their coupling, as far as there are any."""
        return frozenset(side.id for side in (self.erp, self.crm, self.coupling) if side is not None)

    def skipped_if_among(self, ids: Collection[UUID]) -> "Pair":
        return replace(self, is_skipped=True) if not self.ids.isdisjoint(ids) else self


@dataclass(frozen=True)
class Options:
    """How a run was asked for.

    ``direction``: whose data to keep; every mapped field that differs is overwritten. ``first_direction``:
    the same for pairs that were never synchronized.
    ``create``: create uncoupled records, whatever the mapping says. ``unconditional``: bases are ignored.
    ``integration_users``: changes under these accounts are not synchronized. ``decisions``: per row, the
    side that a person chose.
    """

    direction: Direction | None = None
    first_direction: Direction | None = None
    create: bool = False
    unconditional: bool = False
    retry_skipped: bool = False
    integration_users: frozenset[UUID] = frozenset()
    decisions: Mapping[str, Side] = field(default_factory=dict)

    @property
    def overrule(self) -> bool:
        """Whether a person decided what else the last synchronization or the mapping would."""
        return self.direction is not None or self.unconditional or bool(self.decisions)

    @property
    def wanted(self) -> "Options":
        """The same for records that a person asked to be looked at again."""
        return replace(self, create=True, integration_users=frozenset())


# The next run that comes by itself looks at the record anew, without what was asked for.
CHANGED_SINCE_SHOWN = Problem("changed_since_shown", Cure.TRANSIENT)


class Action(StrEnum):
    INSERT_IN_CRM = "insert_in_crm"
    INSERT_IN_ERP = "insert_in_erp"
    MODIFY = "modify"
    UNCHANGED = "unchanged"
    RENEW = "renew"
    CONFLICT = "conflict"
    FAIL = "fail"
    SKIPPED = "skipped"
    OUTSIDE_FILTER = "outside_filter"
    NOT_COUPLED = "not_coupled"
    INTEGRATION_USER = "integration_user"
    REMOVE_COUPLING = "remove_coupling"


class FieldWrite(NamedTuple):
    """One value to write; ``old`` is the canonical value that it replaces."""

    key: str
    side: Side
    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class FieldConflict:
    """A field that changed on both sides, with both bases; all values canonical."""

    key: str
    erp_field: str
    crm_column: str
    erp: Any
    crm: Any
    erp_base: Any
    crm_base: Any


@dataclass(frozen=True)
class Plan:
    """``kept`` names rows whose bases stay as they are: owed lookups and drifted fields.

    ``restores``: the coupling to the deleted record is replaced by the new one. ``is_partial``: fields were
    left out that both sides may have changed, so that the pair counts as not looked at.
    """

    action: Action
    pair: Pair
    writes: tuple[FieldWrite, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()
    problems: tuple[Problem, ...] = ()
    owed: tuple[Problem, ...] = ()
    drifted: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    derived: Mapping[str, Any] = field(default_factory=dict)
    restores: bool = False
    is_partial: bool = False

    @cached_property
    def sides(self) -> frozenset[Side]:
        """The sides that have something written."""
        return frozenset(write.side for write in self.writes)

    def values_for(self, side: Side) -> dict[str, Any]:
        """The values to write on one side, by field or column."""
        return {write.name: write.new for write in self.writes if write.side is side}
