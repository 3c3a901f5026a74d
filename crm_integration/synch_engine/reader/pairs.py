"""Puts pairs together: from rows of the CRM, from ids of the ERP, from couplings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import CouplingState, Options, Pair, RecordState
from crm_integration.synch_engine.reader.coupling_states import (
    couplings_by_crm_id,
    couplings_by_erp_id,
    couplings_by_id,
    ids_with_problems,
)
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from crm_integration.synch_engine.reader.erp_records import read_erp_records
from crm_integration.table_mapping.values import LookupValue

CREATING, COUPLED = "creating", "coupled"


def pairs_of_crm_rows(
    context: MappingContext, rows: Sequence[RecordState], *, look_again: bool = False
) -> tuple[list[Pair], int]:
    """Returns the pairs that need a decision, and how many rows are as the last synchronization left them.

    ``look_again``: also rows that have not changed.
    """
    couplings = couplings_by_crm_id(context, [row.id for row in rows])
    fresh = [row for row in rows if look_again or not _is_as_left(row, couplings.get(row.id))]
    coupled = [couplings[row.id] for row in fresh if row.id in couplings]
    records = read_erp_records(context, [coupling.erp_id for coupling in coupled])
    return [_of_row(row, couplings.get(row.id), records) for row in fresh], len(rows) - len(fresh)


def _is_as_left(row: RecordState, coupling: CouplingState | None) -> bool:
    return coupling is not None and coupling.state == COUPLED and coupling.crm_version == row.version


def _of_row(row: RecordState, coupling: CouplingState | None, records: dict[UUID, RecordState]) -> Pair:
    if coupling is None:
        return Pair(crm=row)
    record = records.get(coupling.erp_id)
    return Pair(erp=record, crm=row, coupling=coupling, erp_deleted=record is None)


def pairs_of_deleted_rows(context: MappingContext, ids: Sequence[UUID]) -> list[Pair]:
    """Returns the couplings whose CRM record is gone, with what survives in the ERP."""
    couplings = list(couplings_by_crm_id(context, ids).values())
    records = read_erp_records(context, [coupling.erp_id for coupling in couplings])
    return [
        Pair(
            erp=records.get(coupling.erp_id),
            coupling=coupling,
            crm_deleted=True,
            erp_deleted=coupling.erp_id not in records,
        )
        for coupling in couplings
    ]


def pairs_of_erp_ids(
    context: MappingContext,
    ids: Collection[UUID],
    options: Options,
    *,
    look_again: bool = False,
    read_crm: bool = False,
) -> tuple[list[Pair], int]:
    """Returns the pairs that need a decision, and how many records are as the last synchronization left them.

    The CRM's side is assumed to be as its base tells, unless there is a reason to read it or ``read_crm``.
    ``look_again``: also records that have not changed.
    """
    couplings = couplings_by_erp_id(context, ids)
    records = read_erp_records(context, ids)
    changed = [id for id in ids if look_again or not _is_unchanged(records.get(id), couplings.get(id))]
    candidates = [
        Pair(erp=records.get(id), coupling=couplings.get(id), erp_deleted=id not in records)
        for id in changed
        if id in records or id in couplings
    ]
    pairs = with_crm_side(context, candidates, options, read=read_crm)
    return pairs, len(ids) - len(changed)


def _is_unchanged(record: RecordState | None, coupling: CouplingState | None) -> bool:
    if record is None or coupling is None or coupling.state != COUPLED:
        return False
    return coupling.erp_version == record.version


def pairs_of_couplings(context: MappingContext, ids: Collection[UUID]) -> list[Pair]:
    """Returns coupled pairs with both sides read now."""
    couplings = list(couplings_by_id(context, ids).values())
    records = read_erp_records(context, [coupling.erp_id for coupling in couplings])
    rows = read_crm_rows(context, [coupling.crm_id for coupling in couplings])
    return [
        Pair(
            erp=records.get(coupling.erp_id),
            crm=rows.get(coupling.crm_id),
            coupling=coupling,
            erp_deleted=coupling.erp_id not in records,
            crm_deleted=coupling.crm_id not in rows,
        )
        for coupling in couplings
    ]


def with_crm_side(
    context: MappingContext, pairs: Iterable[Pair], options: Options, *, read: bool = False
) -> list[Pair]:
    """Adds the CRM's side of coupled pairs: assumed where that is enough, else read.

    A pair with a problem is read: the CRM may hold a change that could not be synchronized.
    """
    pairs = list(pairs)
    coupled = [pair for pair in pairs if pair.coupling and pair.coupling.state != CREATING]
    troubled = ids_with_problems(context, coupled) if not read else {}
    to_read = [
        pair.coupling.crm_id
        for pair in coupled
        if pair.coupling and (read or pair.coupling.erp_id in troubled or _must_read(context, pair, options))
    ]
    rows = read_crm_rows(context, to_read) if to_read else {}
    return [_with_side(context, pair, rows, set(to_read)) for pair in pairs]


def _must_read(context: MappingContext, pair: Pair, options: Options) -> bool:
    coupling = pair.coupling
    if coupling is None:
        return False
    if pair.erp_deleted or options.direction is not None or options.unconditional or options.decisions:
        return True
    if coupling.state != COUPLED or coupling.crm_version is None:
        return True
    if any(coupling.erp_base.get(key) != value for key, value in context.constants_to_crm.items()):
        return True
    return any(
        row.erp_field not in coupling.erp_base or row.crm_column not in coupling.crm_base
        for row in context.field_rows
    )


def _with_side(
    context: MappingContext, pair: Pair, rows: dict[UUID, RecordState], was_read: set[UUID]
) -> Pair:
    coupling = pair.coupling
    if coupling is None or coupling.state == CREATING:
        return pair
    if coupling.crm_id in was_read:
        row = rows.get(coupling.crm_id)
        return replace(pair, crm=row, crm_deleted=row is None)
    assumed = RecordState(
        id=coupling.crm_id,
        version=coupling.crm_version or 0,
        values={name: _from_base(context, name, value) for name, value in coupling.crm_base.items()},
        is_assumed=True,
    )
    return replace(pair, crm=assumed)


def _from_base(context: MappingContext, name: str, value: Any) -> Any:
    """A base keeps of a lookup the id alone; the table follows from the mapping."""
    column = context.facts.crm.get(name)
    if value is None or column is None or not column.is_lookup:
        return value
    target = next((row.target_table for row in context.field_rows if row.crm_column == name), "")
    return LookupValue(UUID(value), target or column.targets[0])
