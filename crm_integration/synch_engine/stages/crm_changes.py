"""What changed in the CRM since the last run, by change tracking; all of it when there is no good link."""

import hashlib
import json
from dataclasses import replace
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from crm_integration.dataverse.errors import DeltaTokenExpired
from crm_integration.dataverse.queries import ChangePage
from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.filter import matches
from crm_integration.synch_engine.plan import Pair
from crm_integration.synch_engine.reader.coupling_states import problems_of_lost
from crm_integration.synch_engine.reader.crm_rows import state_of_row
from crm_integration.synch_engine.reader.pairs import pairs_of_crm_rows, pairs_of_deleted_rows
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import Batch, Cursor
from crm_integration.table_mapping.direction import Side
from crm_integration.table_mapping.filters import to_json

IDS_PER_REQUEST = 50
# Change tracking starts anew: nobody tells what was deleted in the meantime.
AFRESH: Cursor = {"link": None, "expired": True}


def fingerprint(context: MappingContext) -> str:
    """Changes when a link no longer answers what the mapping asks."""
    asked = [context.crm_columns, to_json(context.mapping.crm_filter), context.client.environment_url]
    return hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()


def stored_link(context: MappingContext) -> str | None:
    """The link where change tracking goes on, if it still answers what the mapping asks."""
    stored = context.stored
    return stored.delta_link or None if stored.delta_fingerprint == fingerprint(context) else None


def changes(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Changed and deleted rows since the last run; without a good link, every row."""
    if "link" not in cursor and stored_link(context) is None:
        return Batch(Side.CRM), AFRESH
    link = cursor["link"] if "link" in cursor else stored_link(context)
    return _page(context, scope, link)


def changes_before_everything(
    context: MappingContext, scope: Scope, cursor: Cursor
) -> tuple[Batch, Cursor | None]:
    """Deletions are only told of since the last link, so that is followed before everything is read."""
    link = cursor["link"] if "link" in cursor else stored_link(context)
    if not link:
        return Batch(Side.CRM), None if cursor.get("expired") else AFRESH
    batch, after = _page(context, scope, link)
    return replace(batch, unchanged=0), after  # they are counted when everything is read


def everything(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Every row of the table; those that are as the last synchronization left them need no decision.

    A row that was never coupled is none of the mapping's business outside its filter, or if nothing goes
    to the ERP. A good link is kept: between it and a new one a deletion could go unheard.
    """
    batch, after = _page(context, scope, cursor.get("link"))
    ours = (pair for pair in batch.pairs if pair.coupling is not None or _may_be_created(context, pair))
    return replace(batch, pairs=tuple(ours), link=batch.link if cursor.get("expired") else None), after


def _may_be_created(context: MappingContext, pair: Pair) -> bool:
    if pair.crm is None or not context.mapping.direction.reaches_erp:
        return False
    return matches(context.mapping.crm_filter, pair.crm.values)


def _page(context: MappingContext, scope: Scope, link: str | None) -> tuple[Batch, Cursor | None]:
    try:
        page = context.client.changes(context.entity_set, select=context.crm_columns, link=link)
    except DeltaTokenExpired:
        return Batch(Side.CRM), AFRESH
    return _batch(context, scope, page), {"link": page.next_link} if page.next_link else None


def _batch(context: MappingContext, scope: Scope, page: ChangePage) -> Batch:
    rows = [state_of_row(context, row) for row in page.rows]
    look_again = scope.options.unconditional or scope.options.direction is not None
    pairs, unchanged = pairs_of_crm_rows(context, rows, look_again=look_again)
    pairs += pairs_of_deleted_rows(context, page.deleted_ids) if page.deleted_ids else []
    solved = problems_of_lost(context, Side.CRM, page.deleted_ids, pairs)
    return Batch(Side.CRM, tuple(pairs), unchanged, link=page.delta_link, solved=solved)


def gone(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Without a good link nobody tells of deletions: coupled rows are asked for by their ids.

    Those that this run has synchronized were there.
    """
    if not cursor.get("expired") and scope.kind != "find_deleted":
        return Batch(Side.CRM), None
    is_unseen = Q(last_synch_at=None) | Q(last_synch_at__lt=parse_datetime(cursor["started"]))
    couplings = Coupling.objects.filter(is_unseen, mapping=context.stored, state=Coupling.State.COUPLED)
    couplings = couplings.order_by("id")
    if cursor.get("after"):
        couplings = couplings.filter(id__gt=cursor["after"])
    ids = list(couplings.values_list("id", "crm_id")[:IDS_PER_REQUEST])
    after = {"after": str(ids[-1][0])} if len(ids) == IDS_PER_REQUEST else None
    return Batch(Side.CRM, tuple(_missing(context, [crm_id for _, crm_id in ids]))), after


def _missing(context: MappingContext, ids: list[UUID]) -> list[Pair]:
    if not ids:
        return []
    key = context.crm_table.primary_id
    wanted = " or ".join(f"{key} eq {id}" for id in ids)
    found = {
        row.id
        for page in context.client.pages(context.entity_set, select=[key], filter=wanted)
        for row in page.rows
    }
    return pairs_of_deleted_rows(context, [id for id in ids if id not in found])
