"""The records that a person chose."""

from uuid import UUID

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Pair
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from crm_integration.synch_engine.reader.pairs import (
    pairs_of_couplings,
    pairs_of_crm_rows,
    pairs_of_erp_ids,
)
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import Batch, Cursor
from crm_integration.table_mapping.direction import Side

SIZE = 100


def couplings(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    ids, after = _slice(scope.coupling_ids, cursor)
    pairs = pairs_of_couplings(context, ids)
    fitting = tuple(pair for pair in pairs if _is_as_shown(pair, scope))
    outdated = tuple(pair for pair in pairs if not _is_as_shown(pair, scope))
    return Batch(Side.ERP, fitting, outdated=outdated), after


def _is_as_shown(pair: Pair, scope: Scope) -> bool:
    shown = scope.expected.get(pair.coupling.id) if pair.coupling else None
    if shown is None:
        return True
    return (pair.erp.version if pair.erp else 0, pair.crm.version if pair.crm else 0) == shown


def erp_records(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    ids, after = _slice(scope.erp_ids, cursor)
    pairs, _ = pairs_of_erp_ids(context, ids, scope.options, look_again=True, read_crm=True)
    return Batch(Side.ERP, tuple(pairs)), after


def crm_rows(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    ids, after = _slice(scope.crm_ids, cursor)
    rows = read_crm_rows(context, ids) if ids else {}
    pairs, _ = pairs_of_crm_rows(context, list(rows.values()), look_again=True)
    return Batch(Side.CRM, tuple(pairs)), after


def _slice(ids: tuple[UUID, ...], cursor: Cursor) -> tuple[tuple[UUID, ...], Cursor | None]:
    start = cursor.get("after", 0)
    end = start + SIZE
    return ids[start:end], {"after": end} if end < len(ids) else None
