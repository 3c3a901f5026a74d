"""Couplings as rows to be written, by column: new ones, and what a synchronization changed on old ones."""

from collections.abc import Iterable, Iterator, Mapping
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
    return new_values(Coupling) | {
        "id": new_id(),
        "mapping_id": context.stored.pk,
        "erp_table": context.mapping.erp_table,
        "erp_id": erp_id,
        "crm_table": context.mapping.crm_table,
        "crm_id": crm_id,
        "state": state.value,
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
