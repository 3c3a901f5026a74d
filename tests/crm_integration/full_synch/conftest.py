"""A review whose jobs the test ends as it likes, and whose two sides hold what it says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest

from crm_integration import full_synch
from crm_integration.full_synch import Uncoupled
from crm_integration.job_queue import claim, fail, finish
from crm_integration.models import FullSynchReviewLine, IntegrationTableMapping, Job
from crm_integration.synch_engine.mapping_store import seed_mappings

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ERP_ALONE = Uncoupled(erp=True, crm=False)
BOTH = Uncoupled(erp=True, crm=True)
MAPPINGS_OF_PEOPLE = ("SALESPEOPLE", "CURRENCY", "CUSTOMER", "CONTACT")
NOTHING = Uncoupled(erp=False, crm=False)


@dataclass
class FullSynch:
    sides: dict[str, Uncoupled] = field(default_factory=dict)

    def look(self, name: str) -> Uncoupled:
        return self.sides.get(name, ERP_ALONE)

    def start(self) -> UUID:
        return full_synch.start(now=NOON, look=self.look)

    def restart(self, name: str) -> None:
        full_synch.restart(name, now=NOON, look=self.look)

    def jobs(self) -> list[tuple[str, str]]:
        """The jobs that were asked for and not ended, as mapping and scope."""
        waiting = Job.objects.filter(finished_at=None).order_by("created_at")
        return [(job.arguments["mapping"], job.arguments["scope"]) for job in waiting]

    def run(self, name: str, *, error: str = "", work: Callable[[], object] = lambda: None) -> None:
        """Runs the job of a line to its end."""
        (job,) = Job.objects.filter(arguments__mapping=name, finished_at=None)
        lease = claim(job_id=job.pk, owner="worker", now=NOON)
        assert lease is not None
        full_synch.advance(NOON)
        assert self.statuses()[name] == "in_process"
        work()
        if error:
            fail(lease, error, {"mapping": name}, now=NOON)
        else:
            finish(lease, now=NOON)
        full_synch.advance(NOON)

    def statuses(self) -> dict[str, str]:
        return dict(FullSynchReviewLine.objects.values_list("mapping_id", "status"))


@pytest.fixture
def run(db: None) -> FullSynch:
    seed_mappings()
    IntegrationTableMapping.objects.exclude(name__in=MAPPINGS_OF_PEOPLE).update(is_enabled=False)
    return FullSynch()
