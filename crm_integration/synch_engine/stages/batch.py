"""What a stage hands out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.matching import Match
from crm_integration.synch_engine.plan import Options, Pair
from crm_integration.synch_engine.scope import Scope
from crm_integration.table_mapping.direction import Side

SIZE = 500


@dataclass(frozen=True)
class Batch:
    """Pairs to decide on.

    ``origin``: the side that was looked at. ``unchanged``: records that needed no decision. ``outdated``:
    pairs that changed since their plan was shown. ``consumed``: answered changes of the ERP, with tokens.
    ``link``: where change tracking goes on. ``solved``: problems of records that are no more.
    ``matched``: records that turned out to be the same thing and are to be coupled. ``given_up``: couplings
    of theirs for which the CRM never created a record. ``was_wanted``: somebody wanted these pairs
    synchronized, and uncoupled records created, when they failed.
    """

    origin: Side
    pairs: tuple[Pair, ...] = ()
    unchanged: int = 0
    outdated: tuple[Pair, ...] = ()
    consumed: Mapping[int, UUID] = field(default_factory=dict)
    link: str | None = None
    solved: tuple[int, ...] = ()
    matched: tuple[Match, ...] = ()
    given_up: tuple[UUID, ...] = ()
    was_wanted: bool = False

    def options(self, of_run: Options) -> Options:
        """How the pairs of this batch are planned."""
        return of_run.wanted if self.was_wanted else of_run

    @property
    def size(self) -> int:
        return len(self.pairs) + self.unchanged + len(self.outdated) + len(self.matched)


Cursor = Mapping[str, Any]
# Returns a batch and where to go on after it, or None when the stage is over.
Stage = Callable[[MappingContext, Scope, Cursor], tuple[Batch, Cursor | None]]
