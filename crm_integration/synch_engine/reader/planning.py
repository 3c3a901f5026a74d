"""Reads what a batch of pairs refers to and has each of them planned."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.plan import Options, Pair, Plan, RecordState
from crm_integration.synch_engine.planner import Planner
from crm_integration.synch_engine.reader.references import References
from crm_integration.synch_engine.reader.related_reads import read_related
from crm_integration.table_mapping.related import Related
from erp.queries.country_names import understand_country


@dataclass
class Planning:
    """Plans pairs of one mapping, batch by batch; references are remembered in between."""

    context: MappingContext
    options: Options
    references: References = field(init=False)

    def __post_init__(self) -> None:
        self.references = References(self.context)

    def plan(self, pairs: Sequence[Pair], options: Options | None = None) -> list[Plan]:
        erp = [pair.erp for pair in pairs if pair.erp is not None]
        crm = [pair.crm for pair in pairs if pair.crm is not None]
        planner = self._planner(erp, crm, options or self.options)
        return [planner.plan(pair) for pair in pairs]

    def planner_for(self, erp: RecordState | None, crm: RecordState | None) -> Planner:
        """Returns a planner that knows everything these two records refer to."""
        return self._planner([erp] if erp else [], [crm] if crm else [], self.options)

    def _planner(self, erp: list[RecordState], crm: list[RecordState], options: Options) -> Planner:
        self.references.prepare(erp, crm)
        related = self.related_for(erp, crm)
        return Planner(self.context.mapping, self.context.facts, related, options)

    def related_for(self, erp: list[RecordState], crm: list[RecordState]) -> Related:
        """Returns the related reads, with the references that are prepared."""
        records = erp if self.context.mapping.direction.reaches_crm else crm
        return replace(self.prepared, reads=read_related(self.context, records))

    @property
    def prepared(self) -> Related:
        """The references that are prepared, which are all that a value needs to be converted."""
        return Related(
            to_crm=self.references.to_crm,
            to_erp=self.references.to_erp,
            understand_country=understand_country,
        )
