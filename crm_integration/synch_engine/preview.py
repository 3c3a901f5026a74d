"""Plans without writing: what *Synchronize Now* shows beforehand, and a dry run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone

from crm_integration.models import Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.matching import Match
from crm_integration.synch_engine.plan import CouplingState, Options, Pair, Plan
from crm_integration.synch_engine.reader.coupling_states import skipped_ids
from crm_integration.synch_engine.reader.pairs import pairs_of_couplings
from crm_integration.synch_engine.reader.planning import Planning
from crm_integration.synch_engine.refusal import refuse_run
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages.batch import Cursor
from crm_integration.synch_engine.stages.order import next_batch
from erp.models.record import new_id


def preview(mapping_name: str, coupling_ids: Sequence[UUID], options: Options) -> list[Plan]:
    """Returns the plan of each coupled pair from what both sides hold now. Raises DataverseError."""
    context = MappingContext.open(mapping_name)
    return Planning(context, options).plan(pairs_of_couplings(context, coupling_ids))


@dataclass
class DryRun:
    """``plans``: one per record or pair. ``matched``: the couplings that the run would make first."""

    plans: list[Plan] = field(default_factory=list)
    matched: set[UUID] = field(default_factory=set)
    unchanged: int = 0
    seen: set[UUID] = field(default_factory=set)

    def first_looks(self, pairs: Sequence[Pair]) -> list[Pair]:
        """What an earlier stage decided stands."""
        new = [pair for pair in pairs if self.seen.isdisjoint(pair.ids)]
        for pair in new:
            self.seen |= pair.ids
        return new


def dry_run(arguments_of: Scope, *, limit: int) -> DryRun:
    """Returns at most ``limit`` plans of the run. Raises RunRefused, DataverseError."""
    context = MappingContext.open(arguments_of.mapping)
    users = context.setup.ignored_user_ids
    scope = Scope.from_arguments(
        arguments_of.to_arguments(), mapping=context.mapping, integration_users=users
    )
    refuse_run(context, scope)
    planning, skipped, found = Planning(context, scope.options), skipped_ids(context), DryRun()
    cursor: Cursor | None = {"started": timezone.now().isoformat()}
    while cursor is not None and len(found.plans) < limit:
        batch, cursor = next_batch(context, scope, cursor)
        coupled = [_coupled(match, scope.options) for match in batch.matched]
        found.matched |= {pair.coupling.id for pair in coupled if pair.coupling}
        pairs = [pair.skipped_if_among(skipped) for pair in found.first_looks([*coupled, *batch.pairs])]
        found.unchanged += batch.unchanged
        found.plans += planning.plan(pairs, batch.options(scope.options)) if pairs else []
    del found.plans[limit:]
    return found


def _coupled(match: Match, options: Options) -> Pair:
    """The pair as the run has it after it coupled the records."""
    first = options.first_direction.value if options.first_direction else ""
    coupling = CouplingState(
        id=new_id(),
        state=Coupling.State.COUPLED.value,
        erp_id=match.erp.id,
        crm_id=match.crm.id,
        erp_base={},
        crm_base={},
        erp_version=None,
        crm_version=None,
        first_direction=first,
    )
    return Pair(match.erp, match.crm, coupling)
