"""Reads couplings as states, by the ids of either side."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from crm_integration.models import Coupling, SynchProblem
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import CouplingState, Pair
from crm_integration.table_mapping.direction import Side

COLUMNS = (
    "id",
    "state",
    "erp_id",
    "crm_id",
    "erp_base",
    "crm_base",
    "erp_row_version",
    "crm_version",
    "pending",
    "first_direction",
)


def couplings_by_erp_id(context: MappingContext, ids: Collection[UUID]) -> dict[UUID, CouplingState]:
    found = Coupling.objects.filter(erp_table=context.mapping.erp_table, erp_id__in=ids)
    return {state.erp_id: state for state in _states(found.values_list(*COLUMNS))}


def couplings_by_crm_id(context: MappingContext, ids: Collection[UUID]) -> dict[UUID, CouplingState]:
    found = Coupling.objects.filter(
        crm_table=context.mapping.crm_table, erp_table=context.mapping.erp_table, crm_id__in=ids
    )
    return {state.crm_id: state for state in _states(found.values_list(*COLUMNS))}


def couplings_by_id(context: MappingContext, ids: Collection[UUID]) -> dict[UUID, CouplingState]:
    found = Coupling.objects.filter(mapping=context.stored, id__in=ids)
    return {state.id: state for state in _states(found.values_list(*COLUMNS))}


def skipped_ids(context: MappingContext) -> frozenset[UUID]:
    """Returns the ids, of either side, of records that are skipped."""
    rows = SynchProblem.objects.filter(mapping=context.stored, is_skipped=True)
    return frozenset(id for row in rows.values_list("erp_id", "crm_id") for id in row if id is not None)


def ids_with_problems(
    context: MappingContext, pairs: Iterable[Pair], *, since: datetime | None = None
) -> dict[UUID, datetime]:
    """Returns the ids, of either side, of the pairs' records that have a problem, or got one since.

    With each comes the moment at which it was last looked at.
    """
    ids = {side.id for pair in pairs for side in (pair.erp, pair.crm) if side is not None}
    if not ids:
        return {}
    rows = SynchProblem.objects.filter(Q(erp_id__in=ids) | Q(crm_id__in=ids), mapping=context.stored)
    rows = rows.errors()
    if since is not None:
        rows = rows.filter(failed_at__gte=since)
    found = rows.order_by("failed_at").values_list("erp_id", "crm_id", "failed_at")
    return {id: moment for *sides, moment in found for id in sides if id is not None}


def problems_of_lost(
    context: MappingContext, side: Side, ids: Collection[UUID], pairs: Iterable[Pair]
) -> tuple[int, ...]:
    """Returns the problems of those records that are in no pair: they are gone, and were never coupled."""
    if not ids:
        return ()
    in_pairs = {each.id for pair in pairs for each in (pair.erp, pair.crm) if each is not None}
    in_pairs |= {id for pair in pairs if pair.coupling for id in (pair.coupling.erp_id, pair.coupling.crm_id)}
    name = "erp_id__in" if side is Side.ERP else "crm_id__in"
    lost = SynchProblem.objects.filter(**{name: set(ids) - in_pairs}, mapping=context.stored)
    return tuple(lost.values_list("pk", flat=True))


def _states(rows: Iterable[tuple]) -> Iterable[CouplingState]:
    return (CouplingState(*row) for row in rows)
