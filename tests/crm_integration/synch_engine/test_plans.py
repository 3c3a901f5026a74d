"""What a person is shown is what is done; whatever changed since is refused."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.models import Coupling, Job
from crm_integration.synch_engine.plan import Options, Plan
from crm_integration.synch_engine.preview import dry_run, preview
from crm_integration.synch_engine.scope import Scope
from crm_integration.table_mapping.direction import Direction, Side
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
TO_CRM, FROM_CRM = Direction.TO_INTEGRATION_TABLE, Direction.FROM_INTEGRATION_TABLE
CHANGED = [("changed_since_shown", "", "transient", 1, False)]


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """In step as Acme of Oslo; then the customer moved to Bergen and the account got another phone."""
    account = systems.account("Acme", address1_city="Oslo", telephone1="111")
    systems.run(scope="full")
    customer = Customer.objects.get()
    systems.edit(customer, city="Bergen")
    systems.change(account, telephone1="222")
    systems.sent.requests.clear()
    return customer, account


def coupling_id() -> UUID:
    return Coupling.objects.get().id


def shown(direction: Direction | None = None) -> tuple[Plan, Mapping[UUID, tuple[int, int]]]:
    """The plan as the page shows it, and the versions that it was made from."""
    (plan,) = preview("CUSTOMER", [coupling_id()], Options(direction=direction))
    assert plan.pair.erp is not None
    assert plan.pair.crm is not None
    return plan, {coupling_id(): (plan.pair.erp.version, plan.pair.crm.version)}


def applied(
    systems: TwoSystems, expected: Mapping[UUID, tuple[int, int]], direction: Direction | None = None
) -> Job:
    asked = synchronize_now(
        mapping_name="CUSTOMER", coupling_ids=[coupling_id()], direction=direction, expected=expected
    )
    assert asked.job_id is not None
    return systems.work(asked.job_id)


def values(pair: tuple[Customer, Any]) -> tuple[Any, ...]:
    return now(pair[0], "city", "phone_no"), now(pair[1], "address1_city", "telephone1")


@pytest.mark.parametrize(
    ("direction", "to_crm", "to_erp", "after"),
    [
        (None, {"address1_city": "Bergen"}, {"phone_no": "222"}, ("Bergen", "222")),
        (TO_CRM, {"address1_city": "Bergen", "telephone1": "111"}, {}, ("Bergen", "111")),
        (FROM_CRM, {}, {"city": "Oslo", "phone_no": "222"}, ("Oslo", "222")),
    ],
)
def test_what_is_shown_is_what_is_done(
    systems: TwoSystems,
    pair: tuple[Customer, Any],
    direction: Direction | None,
    to_crm: dict[str, str],
    to_erp: dict[str, str],
    after: tuple[str, str],
) -> None:
    plan, versions = shown(direction)
    assert (plan.values_for(Side.CRM), plan.values_for(Side.ERP)) == (to_crm, to_erp)
    assert systems.sent.writes == []
    applied(systems, versions, direction)
    assert (values(pair), systems.problems()) == ((after, after), [])


def test_a_plan_is_refused_when_the_customer_has_changed_since(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    _, versions = shown(TO_CRM)
    systems.edit(pair[0], name="Acme Ltd")
    assert systems.counted(applied(systems, versions, TO_CRM)) == {"-> failed": 1}
    assert (values(pair), systems.problems()) == ((("Bergen", "111"), ("Oslo", "222")), CHANGED)


def test_a_plan_is_refused_when_the_account_has_changed_since(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    _, versions = shown(TO_CRM)
    systems.change(pair[1], name="Acme Ltd")
    applied(systems, versions, TO_CRM)
    assert (values(pair), systems.problems()) == ((("Bergen", "111"), ("Oslo", "222")), CHANGED)


def test_a_plan_is_refused_when_the_account_changes_at_the_last_moment(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    _, versions = shown(TO_CRM)
    systems.sent.before = lambda: systems.change(pair[1], telephone1="333")
    applied(systems, versions, TO_CRM)
    assert (values(pair), systems.problems()) == ((("Bergen", "111"), ("Oslo", "333")), CHANGED)


def test_a_refused_plan_holds_nothing_up(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    _, versions = shown(TO_CRM)
    systems.change(pair[1], name="Acme Ltd")
    applied(systems, versions, TO_CRM)
    systems.run()
    assert (values(pair), systems.problems()) == ((("Bergen", "222"), ("Bergen", "222")), [])


def test_a_dry_run_plans_what_a_run_would_do_and_writes_nothing(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.account("New")
    found = dry_run(Scope("CUSTOMER", "full", Options(create=True)), limit=10)
    actions = sorted({(plan.pair.label.split()[-1], plan.action.value) for plan in found.plans})
    assert actions == [("Acme", "modify"), ("New", "insert_in_erp")]
    assert (found.unchanged, systems.sent.writes, Customer.objects.count()) == (0, [], 1)
    assert values(pair) == (("Bergen", "111"), ("Oslo", "222"))


def test_a_dry_run_shows_no_more_than_asked_for(systems: TwoSystems) -> None:
    for number in range(5):
        systems.customer(f"Acme {number}")
    assert len(dry_run(Scope("CUSTOMER", "full", Options(create=True)), limit=3).plans) == 3


def test_the_preview_of_a_conflict_names_the_field_and_writes_nothing(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.change(pair[1], address1_city="Moss")
    plan, _ = shown()
    assert [conflict.erp_field for conflict in plan.conflicts] == ["city"]
    assert (plan.writes, systems.sent.writes) == ((), [])
