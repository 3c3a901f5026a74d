"""Two workers, one effect: work delivered twice, a worker that comes too late, two at the same time."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.utils import timezone

from crm.models import Account
from crm_integration import full_synch
from crm_integration.job_queue import enqueue
from crm_integration.jobs.run_job import run_job
from crm_integration.models import Coupling, Job, SynchJob
from crm_integration.synch_engine import runner
from crm_integration.synch_engine.applier.crm_writes import CrmWrites
from crm_integration.synch_engine.applier.erp_writes import ErpWrites
from erp.models import Contact, Customer
from tests.two_systems import TwoSystems

DATABASES = ["default", "crm"]
one_at_a_time = pytest.mark.django_db(databases=DATABASES)
needs_postgres = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
    pytest.mark.django_db(transaction=True, databases=DATABASES),
]
SOME = 40


def full_run(mapping: str = "CUSTOMER") -> Job:
    return enqueue(
        kind="synchronize",
        arguments={"mapping": mapping, "scope": "full"},
        exclusive_key=f"mapping:{mapping}",
    )


def counted(counter: str) -> int:
    return sum(SynchJob.objects.values_list(counter, flat=True))


def worked_by_another(job: Job) -> None:
    """The first worker was given up; another one takes the job and finishes it."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert run_job(job.pk)
    assert Job.objects.get(pk=job.pk).status == Job.Status.FINISHED


@one_at_a_time
@pytest.mark.parametrize("moment", ["before sending", "before writing down"])
def test_a_worker_that_was_given_up_and_comes_late_changes_nothing(
    systems: TwoSystems, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    for number in range(3):
        systems.customer(f"From the ERP {number}")
        systems.account(f"From the CRM {number}")
    job = full_run()
    if moment == "before sending":
        systems.sent.before = lambda: worked_by_another(job)
    else:
        write = CrmWrites.write

        def late(self: CrmWrites, works: Any) -> None:
            write(self, works)
            monkeypatch.setattr(CrmWrites, "write", write)
            worked_by_another(job)

        monkeypatch.setattr(CrmWrites, "write", late)
    assert run_job(job.pk)
    assert Job.objects.get(pk=job.pk).status == Job.Status.FINISHED
    assert (Customer.objects.count(), Account.objects.count(), len(systems.couplings())) == (6, 6, 6)
    assert (counted("inserted"), systems.problems()) == (6, [])


@one_at_a_time
def test_a_job_that_is_delivered_again_when_it_is_done_does_nothing(systems: TwoSystems) -> None:
    systems.customer("Acme")
    job = full_run()
    assert (run_job(job.pk), run_job(job.pk)) == (True, False)
    assert (Account.objects.count(), counted("inserted")) == (1, 1)


# With two processes that really work at the same time


class InFlight:
    """Which records somebody is writing right now; nobody else may begin with them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: Counter[UUID] = Counter()
        self.collisions: list[UUID] = []

    @contextmanager
    def writing(self, ids: Collection[UUID]) -> Iterator[None]:
        with self._lock:
            self.collisions += [id for id in ids if self._ids[id]]
            self._ids.update(ids)
        yield
        with self._lock:
            self._ids.subtract(ids)


@pytest.fixture
def in_flight(monkeypatch: pytest.MonkeyPatch) -> InFlight:
    flights = InFlight()
    send, write = CrmWrites._send, ErpWrites._in_one_transaction

    def sending(self: CrmWrites, works: Any) -> Any:
        with flights.writing([work.coupling.crm_id for work in works if work.coupling]):
            return send(self, works)

    def writing(self: ErpWrites, works: Any) -> Any:
        with flights.writing([work.erp.id for work in works if work.erp]):
            return write(self, works)

    monkeypatch.setattr(CrmWrites, "_send", sending)
    monkeypatch.setattr(ErpWrites, "_in_one_transaction", writing)
    return flights


def at_once(*works: Callable[[], Any]) -> list[Any]:
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def work_until_done() -> None:
    """What a worker does, without waiting for anybody's time."""
    while full_synch.running() or Job.objects.filter(finished_at=None).exists():
        Job.objects.filter(finished_at=None).exclude(not_before=None).update(not_before=None)
        for job in Job.objects.filter(status=Job.Status.READY):
            run_job(job.pk, slice_seconds=0.2)
        full_synch.advance(timezone.now())


def fill(systems: TwoSystems) -> None:
    for number in range(SOME):
        systems.person(systems.customer(f"From the ERP {number}"), f"Nora {number}")
        systems.contact(systems.account(f"From the CRM {number}"), f"Tuva {number}")


class TestOnPostgres:
    pytestmark = needs_postgres

    def test_the_same_job_delivered_twice_at_once_has_one_effect(
        self, systems: TwoSystems, in_flight: InFlight
    ) -> None:
        fill(systems)
        job = full_run()
        results = at_once(*[lambda: run_job(job.pk)] * 3)
        assert sorted(results) == [False, False, True]
        assert (Customer.objects.count(), Account.objects.count()) == (2 * SOME, 2 * SOME)
        assert (counted("inserted"), in_flight.collisions) == (2 * SOME, [])

    def test_two_workers_share_a_full_synchronization_and_never_write_one_record_at_once(
        self, systems: TwoSystems, in_flight: InFlight
    ) -> None:
        fill(systems)
        systems.set_mapping("CUSTOMER", create_new_if_no_match=True)
        systems.set_row("name", use_for_match=True)
        systems.set_mapping("CONTACT", create_new_if_no_match=True)
        systems.set_row("first_name", "CONTACT", use_for_match=True)
        full_synch.start(now=timezone.now())
        for mapping in ("CUSTOMER", "CONTACT"):
            full_run(mapping), full_run(mapping)
        at_once(work_until_done, work_until_done)
        assert (Customer.objects.count(), Account.objects.count()) == (2 * SOME, 2 * SOME)
        assert Contact.objects.filter(type="person").count() == 2 * SOME
        assert Coupling.objects.filter(state=Coupling.State.COUPLED).count() == 4 * SOME
        assert (systems.problems(), in_flight.collisions) == ([], [])
        assert set(Job.objects.values_list("status", flat=True)) == {Job.Status.FINISHED}

    def test_a_worker_whose_job_was_taken_over_while_it_works_stops(
        self, systems: TwoSystems, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The second begins in the middle of the first; what the first had sent is found and completed."""
        fill(systems)
        job = full_run()
        apply_plans = runner.apply_plans
        is_under_way, is_taken_over = threading.Event(), threading.Event()

        def slow(*plans: Any, **options: Any) -> None:
            monkeypatch.setattr(runner, "apply_plans", apply_plans)
            is_under_way.set()
            assert is_taken_over.wait(60)
            apply_plans(*plans, **options)

        def take_over() -> None:
            assert is_under_way.wait(60)
            Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
            is_taken_over.set()
            assert run_job(job.pk)

        monkeypatch.setattr(runner, "apply_plans", slow)
        at_once(lambda: run_job(job.pk), take_over)
        work_until_done()
        assert (Customer.objects.count(), Account.objects.count()) == (2 * SOME, 2 * SOME)
        assert len(systems.couplings()) == 2 * SOME
