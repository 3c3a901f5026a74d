"""One planned pair on its way through the applier."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crm_integration.synch_engine.plan import Action, CouplingState, Pair, Plan, RecordState
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.problem import Problem
from crm_integration.table_mapping.values import canonical

CREATING = "creating"
ARRIVED = (Action.UNCHANGED, Action.RENEW, Action.MODIFY)
INSERTS = {Action.INSERT_IN_CRM: Side.CRM, Action.INSERT_IN_ERP: Side.ERP}


@dataclass(eq=False)
class Work:
    """``origin``: the side whose change brought the pair here; ``erp`` and ``crm``: the sides as they are.

    ``refused``: the side whose write did not happen, with ``problems`` saying why. ``landed``: the plan whose
    write turned out to have arrived although its answer was lost.
    """

    plan: Plan
    origin: Side
    erp: RecordState | None = None
    crm: RecordState | None = None
    coupling: CouplingState | None = None
    problems: list[Problem] = field(default_factory=list)
    refused: set[Side] = field(default_factory=set)
    written: set[Side] = field(default_factory=set)
    is_taken: bool = False
    landed: Plan | None = None

    def __post_init__(self) -> None:
        self.adopt(self.plan)

    def adopt(self, plan: Plan) -> None:
        """Goes on with a plan made from what the sides turned out to be."""
        self.plan = plan
        self.erp, self.crm, self.coupling = plan.pair.erp, plan.pair.crm, plan.pair.coupling
        self.problems = list(plan.problems)

    @property
    def effect(self) -> Plan:
        """The plan that tells what was written."""
        return self.landed or self.plan

    @property
    def pair(self) -> Pair:
        return self.plan.pair

    @property
    def label(self) -> str:
        known = self.erp or self.crm
        return known.label if known else ""

    def has_writes_for(self, side: Side) -> bool:
        if self.is_taken or side in self.refused or side in self.written:
            return False
        return INSERTS.get(self.plan.action) is side or side in self.plan.sides

    @property
    def is_begun(self) -> bool:
        """Whether the CRM's record is coming into being, be it by a run that ended in between."""
        return self.coupling is not None and self.coupling.state == CREATING

    def inserts(self, side: Side) -> bool:
        """Whether the write to this side creates the record, or completes one that is coming into being."""
        return INSERTS.get(self.effect.action) is side or (side is Side.CRM and self.is_begun)

    def note_arrival(self) -> None:
        """A record that an earlier run began, and that holds all it should, counts as written by this one."""
        is_whole = self.plan.action in ARRIVED and not (self.problems or self.has_writes_for(Side.CRM))
        if self.is_begun and is_whole and self.erp and self.crm:
            self.written.add(Side.CRM)

    def side_effects(self, rows: Iterable[FieldRow]) -> frozenset[str]:
        """The rows whose ERP value the ERP itself changed when it was written to, and that reach the CRM."""
        before = self.pair.erp
        if Side.ERP not in self.written or self.plan.action is not Action.MODIFY or not (before and self.erp):
            return frozenset()
        written = self.plan.values_for(Side.ERP)
        return frozenset(
            row.key
            for row in rows
            if row.direction.reaches_crm
            and row.erp_field not in written
            and canonical(before.values.get(row.erp_field)) != canonical(self.erp.values.get(row.erp_field))
        )

    def refuse(self, side: Side, problem: Problem) -> None:
        self.refused.add(side)
        self.problems.append(problem)

    @property
    def direction(self) -> Direction:
        """Where this pair's values went or should have gone."""
        sides = self.plan.sides or {self.origin.other}
        if len(sides) > 1:
            return Direction.BIDIRECTIONAL
        to_crm = Side.CRM in sides
        return Direction.TO_INTEGRATION_TABLE if to_crm else Direction.FROM_INTEGRATION_TABLE
