"""Plans without writing: what *Synchronize Now* shows beforehand, and a dry run."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Options, Plan
from crm_integration.synch_engine.reader.pairs import pairs_of_couplings
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import Cursor
from crm_integration.synch_engine.stages.order import next_batch


def preview(mapping_name: str, coupling_ids: Sequence[UUID], options: Options) -> list[Plan]:
    """Returns the plan of each coupled pair from what both sides hold now. Raises DataverseError."""
    context = MappingContext.open(mapping_name)
    return Planning(context, options).plan(pairs_of_couplings(context, coupling_ids))


def dry_run(scope: Scope, *, limit: int) -> tuple[list[Plan], int]:
    """Returns at most ``limit`` plans of a run, and how many records need none. Raises DataverseError."""
    context = MappingContext.open(scope.mapping)
    planning = Planning(context, scope.options)
    plans: list[Plan] = []
    unchanged = 0
    cursor: Cursor | None = {"started": timezone.now().isoformat()}
    while cursor is not None and len(plans) < limit:
        batch, cursor = next_batch(context, scope, cursor)
        unchanged += batch.unchanged
        plans += planning.plan(batch.pairs) if batch.pairs else []
    return plans[:limit], unchanged
