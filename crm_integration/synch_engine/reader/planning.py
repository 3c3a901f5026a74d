"""Reads what a batch of pairs refers to and has each of them planned."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.new_records import SAME_NUMBER
from crm_integration.synch_engine.plan import Options, Pair, Plan, RecordState
from crm_integration.synch_engine.planner import Planner
from crm_integration.synch_engine.reader.references import References
from crm_integration.synch_engine.reader.related_reads import read_related
from crm_integration.synch_engine.reader.same_numbers import records_of_same_number
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
        alone = [pair.crm for pair in pairs if pair.crm is not None and pair.erp is None]
        planner = self._planner(erp, crm, options or self.options, alone)
        return [planner.plan(pair) for pair in pairs]

    def planner_for(self, erp: RecordState | None, crm: RecordState | None) -> Planner:
        """Returns a planner that knows everything these two records refer to."""
        return self._planner([erp] if erp else [], [crm] if crm else [], self.options, [])

    def _planner(
        self, erp: list[RecordState], crm: list[RecordState], options: Options, alone: list[RecordState]
    ) -> Planner:
        """``alone``: records of the CRM that have no counterpart, or none any more."""
        self.references.prepare(erp, crm)
        records = erp if self.context.mapping.direction.reaches_crm else crm
        reads = read_related(self.context, records)
        reads[SAME_NUMBER] = records_of_same_number(self.context, alone)
        related = replace(self.prepared, reads=reads)
        return Planner(self.context.mapping, self.context.facts, related, options)

    @property
    def prepared(self) -> Related:
        """The references that are prepared, which are all that a value needs to be converted."""
        return Related(
            to_crm=self.references.to_crm,
            to_erp=self.references.to_erp,
            understand_country=understand_country,
        )
