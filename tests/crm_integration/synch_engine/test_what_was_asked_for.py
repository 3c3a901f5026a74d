"""What a person asks for in particular: it is done as asked, refused aloud, or asked for again."""

from typing import Any
from uuid import UUID

import pytest

from crm.models import Account, InjectedFault
from crm_integration.coupling.couple import couple
from crm_integration.coupling.create_on_other_side import create_in_crm
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.coupling.uncouple import uncouple
from crm_integration.models import Coupling, Job
from crm_integration.synch_engine.plan import Options
from crm_integration.synch_engine.preview import dry_run, preview
from crm_integration.synch_engine.refusal import RunRefused
from crm_integration.synch_engine.scope import Scope
from crm_integration.table_mapping.direction import Direction, Side
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Kind = InjectedFault.Kind


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """A customer and an account in step: Acme, Oslo."""
    account = systems.account("Acme", address1_city="Oslo", creditlimit=None)
    systems.run(scope="full")
    return Customer.objects.get(), account


@pytest.fixture
def conflict(systems: TwoSystems, pair: tuple[Customer, Any]) -> tuple[Customer, Any]:
    systems.edit(pair[0], city="Bergen")
    systems.change(pair[1], address1_city="Moss")
    systems.run()
    return pair


def decide(side: Side) -> UUID:
    """As the page *Resolve conflict* does, with the versions that it shows."""
    coupling = Coupling.objects.get()
    (plan,) = preview("CUSTOMER", [coupling.id], Options())
    assert plan.pair.erp is not None
    assert plan.pair.crm is not None
    scheduled = synchronize_now(
        mapping_name="CUSTOMER",
        coupling_ids=[coupling.id],
        decisions={"city:address1_city": side},
        expected={coupling.id: (plan.pair.erp.version, plan.pair.crm.version)},
    )
    assert scheduled.job_id is not None
    return scheduled.job_id


def test_of_two_decisions_the_second_is_refused_and_leaves_no_problem(
    systems: TwoSystems, conflict: tuple[Customer, Any]
) -> None:
    first, second = decide(Side.ERP), decide(Side.CRM)
    systems.work(first)
    assert systems.counted(systems.work(second)) == {"-> failed": 1}
    systems.run()
    assert (now(conflict[1], "address1_city"), systems.problems()) == ("Bergen", [])


def test_a_direction_is_asked_for_again_when_the_crm_was_away_for_the_record(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.edit(pair[0], credit_limit_lcy=5)
    systems.run()
    systems.change(pair[1], creditlimit=99)
    systems.run()
    systems.fault(Kind.SERVER_ERROR, method="PATCH")
    chosen = synchronize_now(
        mapping_name="CUSTOMER",
        coupling_ids=[Coupling.objects.get().id],
        direction=Direction.TO_INTEGRATION_TABLE,
    )
    assert chosen.job_id is not None
    systems.work(chosen.job_id)
    InjectedFault.objects.all().delete()
    systems.run()
    assert [problem[0] for problem in systems.problems()] == ["crm_transient"]
    again = Job.objects.get(finished_at=None, arguments__asked=2)
    systems.work(again.pk)
    assert (now(pair[1], "creditlimit"), systems.problems()) == (5, [])


def test_what_is_asked_for_is_asked_again_a_bounded_number_of_times(
    systems: TwoSystems, conflict: tuple[Customer, Any]
) -> None:
    systems.fault(Kind.SERVER_ERROR, method="PATCH")
    job = decide(Side.ERP)
    for _ in range(20):
        systems.work(job)
        following = Job.objects.filter(finished_at=None, arguments__has_key="asked").first()
        if following is None:
            break
        job = following.pk
    else:
        pytest.fail("It is asked for without end.")
    assert Job.objects.filter(arguments__has_key="asked").count() == 7


def test_a_record_that_is_being_created_is_not_coupled_elsewhere(systems: TwoSystems) -> None:
    customer = systems.customer("Acme")
    other = systems.account("Other")
    refused: list[str] = []

    def meanwhile() -> None:
        with pytest.raises(CouplingRefused) as error:
            couple(mapping_name="CUSTOMER", erp_id=customer.id, crm_id=other.pk)
        refused.append(error.value.code)
        assert uncouple(coupling_ids=list(Coupling.objects.values_list("id", flat=True))) == 0

    systems.sent.before = meanwhile
    chosen = create_in_crm(mapping_name="CUSTOMER", erp_ids=[customer.id])
    assert chosen.job_id is not None
    systems.work(chosen.job_id)
    assert refused == ["creation_under_way"]
    assert Coupling.objects.get().crm_id == Account.objects.get(name="Acme").pk


class TestDryRun:
    def test_it_names_a_conflict_once_and_overwrites_nothing(
        self, systems: TwoSystems, pair: tuple[Customer, Any]
    ) -> None:
        systems.edit(pair[0], city="Bergen")
        systems.change(pair[1], address1_city="Moss")
        found = dry_run(Scope("CUSTOMER", "full"), limit=10)
        assert [(plan.action.value, plan.writes) for plan in found.plans] == [("conflict", ())]

    def test_it_leaves_out_what_is_skipped(self, systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
        for country in ("Atlantis", "Avalon"):
            systems.change(pair[1], address1_country=country)
            systems.run()
        assert systems.problems()[0][-1] is True
        systems.change(pair[1], address1_country="Sweden")
        found = dry_run(Scope("CUSTOMER", "modified"), limit=10)
        run = systems.run()
        assert [plan.action.value for plan in found.plans] == ["skipped"], run

    def test_it_shows_what_would_be_coupled(self, systems: TwoSystems) -> None:
        systems.salesperson("KB", name="Karin", e_mail="karin@example.com")
        systems.user("Karin")
        found = dry_run(Scope("SALESPEOPLE", "full"), limit=10)
        ours = [plan for plan in found.plans if plan.pair.erp and plan.pair.erp.label.startswith("KB")]
        assert [plan.pair.coupling.id in found.matched for plan in ours if plan.pair.coupling] == [True]
        assert systems.couplings() == {}

    def test_a_mapping_that_is_switched_off_is_refused_as_its_run_is(self, systems: TwoSystems) -> None:
        systems.set_mapping(is_enabled=False)
        with pytest.raises(RunRefused):
            dry_run(Scope("CUSTOMER", "full"), limit=10)
