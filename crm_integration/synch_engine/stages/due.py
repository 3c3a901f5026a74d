"""Records whose cure came, and those that only waiting can cure."""

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from crm_integration.models import Coupling, SynchProblem
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.reader.coupling_states import problems_of_lost
from crm_integration.synch_engine.reader.crm_rows import read_crm_rows
from crm_integration.synch_engine.reader.pairs import pairs_of_crm_rows, pairs_of_erp_ids
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import Batch, Cursor
from crm_integration.table_mapping.direction import Side

SIZE = 100


def due_in_erp(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Records with an ERP side; the CRM's is read if it matters."""
    problems, after = _next(context, cursor, Q(erp_id__isnull=False) & _of_runs(context))
    ids = {problem.erp_id for problem in problems if problem.erp_id}
    pairs, _ = pairs_of_erp_ids(context, ids, scope.options, look_again=True, read_crm=True)
    solved = problems_of_lost(context, Side.ERP, ids, pairs)
    return Batch(Side.ERP, tuple(pairs), solved=solved, was_wanted=True), after


def due_in_crm(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Records that the CRM has and the ERP does not."""
    problems, after = _next(context, cursor, Q(erp_id__isnull=True, crm_id__isnull=False))
    ids = sorted({problem.crm_id for problem in problems if problem.crm_id})
    rows = read_crm_rows(context, ids) if ids else {}
    pairs, _ = pairs_of_crm_rows(context, list(rows.values()), look_again=True)
    solved = problems_of_lost(context, Side.CRM, ids, pairs)
    return Batch(Side.CRM, tuple(pairs), solved=solved, was_wanted=True), after


def _of_runs(context: MappingContext) -> Q:
    """Documents that are not there yet are made by their flow."""
    if not context.mapping.made_by:
        return Q()
    return Q(erp_id__in=Coupling.objects.filter(mapping=context.stored).values("erp_id"))


def _next(context: MappingContext, cursor: Cursor, which: Q) -> tuple[list[SynchProblem], Cursor | None]:
    """Problems written by this very run are left for the next one."""
    before = parse_datetime(cursor["started"])
    due = SynchProblem.objects.filter(
        which, mapping=context.stored, is_due=True, is_skipped=False, failed_at__lt=before
    )
    problems = list(due.filter(pk__gt=cursor.get("after", 0)).order_by("pk")[:SIZE])
    return problems, {"after": problems[-1].pk} if len(problems) == SIZE else None
