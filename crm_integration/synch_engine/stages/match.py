"""Uncoupled ERP records that are looked for in the CRM by the match fields of the mapping."""

from collections.abc import Sequence
from uuid import UUID

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.matching import Match, find_matches
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from crm_integration.synch_engine.reader.erp_records import (
    inside_filter,
    read_erp_records,
    refused_creations,
    uncoupled,
)
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import SIZE, Batch, Cursor
from crm_integration.table_mapping.direction import Direction, Side


def match(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """All uncoupled records inside the filter, or the chosen ones of them.

    With them those that the CRM refused to create: there may be a record already, with the same key.
    """
    refused = inside_filter(context).filter(id__in=refused_creations(context).values("erp_id"))
    records = (uncoupled(context) | refused).order_by("id")
    if scope.erp_ids:
        records = records.filter(id__in=scope.erp_ids)
    if cursor.get("after"):
        records = records.filter(id__gt=cursor["after"])
    ids: list[UUID] = list(records.values_list("id", flat=True)[:SIZE])
    found = find_matches(context, list(read_erp_records(context, ids).values())) if ids else []
    after = {"after": str(ids[-1])} if len(ids) == SIZE else None
    return _batch(context, found), after


def _batch(context: MappingContext, found: Sequence[Match]) -> Batch:
    """A creation that came about after all stays; of the others, nothing is in the CRM to be orphaned."""
    begun = refused_creations(context).filter(erp_id__in=[match.erp.id for match in found])
    ids = {erp_id: (id, crm_id) for id, erp_id, crm_id in begun.values_list("id", "erp_id", "crm_id")}
    there = read_crm_rows(context, [crm_id for _, crm_id in ids.values()]) if ids else {}
    given_up = {erp_id: id for erp_id, (id, crm_id) in ids.items() if crm_id not in there}
    matched = [match for match in found if match.erp.id in given_up or match.erp.id not in ids]
    return Batch(Side.ERP, matched=tuple(matched), given_up=tuple(given_up.values()))


def match_before_creating(
    context: MappingContext, scope: Scope, cursor: Cursor
) -> tuple[Batch, Cursor | None]:
    """Where a second record of the same thing would be a mistake, matching always comes first."""
    if not context.mapping.matches_before_creating:
        return Batch(Side.ERP), None
    return match(context, scope, cursor)


def match_before_creating_selected(
    context: MappingContext, scope: Scope, cursor: Cursor
) -> tuple[Batch, Cursor | None]:
    """The same for records that a person chose to create."""
    return match_before_creating(context, scope, cursor) if scope.erp_ids else (Batch(Side.ERP), None)


def couplings_of(context: MappingContext, batch: Batch, first: Direction | None) -> list[Coupling]:
    """Returns the new couplings of a batch, not saved; they have no bases until they are synchronized.

    ``first`` is kept with them, for that may be done by another run than this one.
    """
    return [
        Coupling(
            mapping=context.stored,
            erp_table=context.mapping.erp_table,
            erp_id=found.erp.id,
            crm_table=context.mapping.crm_table,
            crm_id=found.crm.id,
            first_direction=first.value if first else "",
        )
        for found in batch.matched
    ]
