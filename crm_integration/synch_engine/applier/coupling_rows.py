"""Couplings as rows to be written, by column: new ones, and what a synchronization changed on old ones."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from erp.models.record import new_id
from erp.models.statements import Conflict, insert_many, new_values, update_many

Row = dict[str, Any]
COUPLED_ERP_RECORD = Conflict(unique=("erp_table", "erp_id"))


def new_row(context: MappingContext, *, erp_id: UUID, crm_id: UUID, state: Coupling.State) -> Row:
    """Returns a coupling that has not been synchronized yet."""
    blank = _blank_row(context.stored.pk, context.mapping.erp_table, context.mapping.crm_table)
    return {**blank, "id": new_id(), "erp_id": erp_id, "crm_id": crm_id, "state": state.value}


@lru_cache(maxsize=64)
def _blank_row(mapping_id: str, erp_table: str, crm_table: str) -> Row:
    """What new couplings of a mapping have in common; not to be changed."""
    return new_values(Coupling) | {
        "mapping_id": mapping_id,
        "erp_table": erp_table,
        "crm_table": crm_table,
    }


def insert_couplings(rows: Iterable[Row], *, conflict: Conflict | None = None) -> None:
    for names, values in _alike(rows):
        insert_many(Coupling, names, values, conflict=conflict)


def update_couplings(changes: Mapping[UUID, Row]) -> None:
    """Writes the columns that each row has. A coupling that somebody deleted meanwhile stays deleted."""
    rows = ({**changes[id], "id": id} for id in sorted(changes))
    for names, values in _alike(rows):
        update_many(Coupling, names[:-1], values)


def _alike(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, ...], list[tuple[Any, ...]]]]:
    """Yields the rows with the same columns together, for these share one statement."""
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(tuple(row.values()))
    yield from groups.items()
