"""What changed in the ERP since somebody looked, and what nobody has coupled yet."""

from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from crm_integration.models import Coupling, ErpChange
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.reader.coupling_states import problems_of_lost
from crm_integration.synch_engine.reader.erp_records import inside_filter
from crm_integration.synch_engine.reader.pairs import pairs_of_erp_ids
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import SIZE, Batch, Cursor
from crm_integration.table_mapping.direction import Side
from erp.queries.table_fields import model_of


def changes(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Records written or deleted; changes that come while this stage lasts are left for the next run."""
    rows = ErpChange.objects.filter(erp_table=context.mapping.erp_table)
    until = cursor.get("until")
    if until is None:
        until = rows.aggregate(last=Max("id"))["last"]
    if until is None:
        return Batch(Side.ERP), None
    window = rows.filter(id__gt=cursor.get("after", 0), id__lte=until).order_by("id")
    found = list(window[:SIZE])
    pairs, unchanged = pairs_of_erp_ids(context, [row.erp_id for row in found], scope.options)
    deleted = {row.erp_id for row in found if row.kind == ErpChange.Kind.DELETED}
    batch = Batch(
        Side.ERP,
        tuple(pairs),
        unchanged,
        consumed={row.pk: row.token for row in found},
        solved=problems_of_lost(context, Side.ERP, deleted, pairs),
    )
    return batch, {"until": until, "after": found[-1].pk} if len(found) == SIZE else None


def everything(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Records inside the filter that are not as the last synchronization left them, or all on demand.

    A record that was never coupled is none of the mapping's business if nothing goes to the CRM.
    """
    look_again = scope.options.unconditional or scope.options.direction is not None
    records = inside_filter(context).order_by("id")
    if not look_again:
        records = records.exclude(_as_left(context.mapping.erp_table))
    if not context.mapping.direction.reaches_crm:
        records = records.filter(_is_coupled(context.mapping.erp_table))
    if cursor.get("after"):
        records = records.filter(id__gt=cursor["after"])
    ids: list[UUID] = list(records.values_list("id", flat=True)[:SIZE])
    answered = ErpChange.objects.filter(erp_table=context.mapping.erp_table, erp_id__in=ids)
    consumed = dict(answered.values_list("pk", "token"))
    pairs, unchanged = pairs_of_erp_ids(context, ids, scope.options, look_again=look_again)
    after = {"after": str(ids[-1])} if len(ids) == SIZE else None
    return Batch(Side.ERP, tuple(pairs), unchanged, consumed=consumed), after


def gone(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Coupled records that the ERP no longer has."""
    living = model_of(context.mapping.erp_table)._default_manager.filter(id=OuterRef("erp_id"))
    couplings = Coupling.objects.filter(mapping=context.stored).exclude(Exists(living)).order_by("erp_id")
    if cursor.get("after"):
        couplings = couplings.filter(erp_id__gt=cursor["after"])
    ids: list[UUID] = list(couplings.values_list("erp_id", flat=True)[:SIZE])
    pairs, _ = pairs_of_erp_ids(context, ids, scope.options, look_again=True)
    return Batch(Side.ERP, tuple(pairs)), {"after": str(ids[-1])} if len(ids) == SIZE else None


def _is_coupled(table: str) -> Exists:
    return Exists(Coupling.objects.filter(erp_table=table, erp_id=OuterRef("id")))


def _as_left(table: str) -> Exists:
    return Exists(
        Coupling.objects.filter(
            erp_table=table,
            erp_id=OuterRef("id"),
            state=Coupling.State.COUPLED,
            erp_row_version=OuterRef("row_version"),
        )
    )
