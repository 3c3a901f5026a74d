"""Counts what a run did, per direction, and writes it to the run's synch. jobs."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F

from crm_integration.models import SynchJob
from crm_integration.synch_engine.applier.work import Work
from crm_integration.synch_engine.plan import Action
from crm_integration.table_mapping.direction import Side

COUNTED = {
    Action.UNCHANGED: "unchanged",
    Action.RENEW: "unchanged",
    Action.SKIPPED: "skipped",
    Action.OUTSIDE_FILTER: "outside_filter",
    Action.NOT_COUPLED: "not_coupled",
    Action.INTEGRATION_USER: "integration_user",
    Action.REMOVE_COUPLING: "uncoupled",
}


@dataclass
class Tally:
    """``jobs``: the synch. job that counts what is written to a side; one-way runs have one job only."""

    jobs: dict[Side, UUID]
    counts: dict[UUID, Counter[str]] = field(default_factory=dict)
    failed: int = 0

    def job_towards(self, side: Side) -> UUID:
        return self.jobs.get(side) or next(iter(self.jobs.values()))

    def add(self, towards: Side, counter: str, number: int = 1) -> None:
        if number:
            self.counts.setdefault(self.job_towards(towards), Counter())[counter] += number

    def add_work(self, work: Work, *, became_skipped: bool) -> None:
        if work.is_taken:
            self.add(work.origin.other, "unchanged")
        elif work.problems or work.plan.action is Action.CONFLICT:
            self.add(work.origin.other, "skipped" if became_skipped else "failed")
            self.failed += not became_skipped
        for side in work.written:
            self.add(side, "inserted" if work.inserts(side) else "modified")
        if not (work.written or work.problems or work.is_taken):
            counter = COUNTED.get(work.plan.action)
            if counter:
                self.add(work.origin.other, counter)

    def write(self) -> None:
        """Adds the counts to the jobs' rows, in the caller's transaction, and begins anew."""
        for job_id, counter in self.counts.items():
            SynchJob.objects.filter(id=job_id).update(
                **{name: F(name) + number for name, number in counter.items()}
            )
        self.counts = {}
