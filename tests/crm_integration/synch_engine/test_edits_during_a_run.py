"""People go on working while a run reads and writes: no acknowledged edit is lost, no record comes back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from crm.models import Account
from crm_integration.coupling.uncouple import uncouple
from crm_integration.models import Coupling, SynchProblem
from crm_integration.synch_engine import runner
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """A customer and an account in step: Acme, Oslo, 111."""
    account = systems.account("Acme", address1_city="Oslo", telephone1="111")
    systems.run(scope="full")
    systems.sent.requests.clear()
    return Customer.objects.get(), account


@pytest.fixture
def after_planning(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something happen once, after the next plans were made and before any of them is applied."""
    apply_plans = runner.apply_plans

    def happen(what: Callable[[], object]) -> None:
        def apply(*plans: Any, **options: Any) -> None:
            monkeypatch.setattr(runner, "apply_plans", apply_plans)
            what()
            apply_plans(*plans, **options)

        monkeypatch.setattr(runner, "apply_plans", apply)

    return happen


AfterPlanning = Callable[[Callable[[], object]], None]


def settle(systems: TwoSystems) -> None:
    """The runs that follow by themselves."""
    systems.work_all()
    systems.run()
    systems.run()


def in_step(customer: Customer, account: Any) -> tuple[Any, ...]:
    values = now(customer, "city", "phone_no")
    assert now(account, "address1_city", "telephone1") == values
    return tuple(values)


def test_another_field_of_the_account_changes_while_the_customers_change_is_on_its_way(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.sent.before = lambda: systems.change(account, telephone1="222")
    systems.run()
    settle(systems)
    assert (in_step(*pair), systems.problems()) == (("Bergen", "222"), [])


def test_the_same_field_of_the_account_changes_while_the_customers_change_is_on_its_way(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.sent.before = lambda: systems.change(account, address1_city="Moss")
    systems.run()
    settle(systems)
    assert (now(customer, "city"), now(account, "address1_city")) == ("Bergen", "Moss")
    assert [problem[:2] for problem in systems.problems()] == [("changed_on_both_sides", "city")]


def test_the_customer_changes_again_while_its_change_is_on_its_way(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, _account = pair
    systems.edit(customer, city="Bergen")
    systems.sent.before = lambda: systems.edit(customer, city="Moss", phone_no="222")
    systems.run()
    settle(systems)
    assert (in_step(*pair), systems.problems()) == (("Moss", "222"), [])


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"phone_no": "222"}, ("Bergen", "222")),
        ({"city": "Bergen"}, ("Bergen", "111")),
    ],
)
def test_the_customer_changes_while_the_accounts_change_is_on_its_way(
    systems: TwoSystems,
    pair: tuple[Customer, Any],
    after_planning: AfterPlanning,
    edit: dict[str, str],
    expected: tuple[str, str],
) -> None:
    customer, account = pair
    systems.change(account, address1_city="Bergen")
    after_planning(lambda: systems.edit(customer, **edit))
    systems.run()
    settle(systems)
    assert (in_step(*pair), systems.problems()) == (expected, [])


def test_both_change_the_same_field_while_the_run_decides(
    systems: TwoSystems, pair: tuple[Customer, Any], after_planning: AfterPlanning
) -> None:
    customer, account = pair
    systems.change(account, address1_city="Bergen")
    after_planning(lambda: systems.edit(customer, city="Moss"))
    systems.run()
    settle(systems)
    assert (now(customer, "city"), now(account, "address1_city")) == ("Moss", "Bergen")
    assert [problem[:2] for problem in systems.problems()] == [("changed_on_both_sides", "city")]


def test_the_customer_is_deleted_while_the_accounts_change_is_on_its_way(
    systems: TwoSystems, pair: tuple[Customer, Any], after_planning: AfterPlanning
) -> None:
    customer, account = pair
    systems.change(account, address1_city="Bergen")
    after_planning(lambda: systems.delete(customer))
    systems.run()
    settle(systems)
    assert not Customer.objects.exists()
    assert [problem[0] for problem in systems.problems()] == ["coupled_to_deleted_erp_record"]


def test_the_account_is_deleted_while_the_customers_change_is_on_its_way(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.sent.before = lambda: systems.remove(account)
    systems.run()
    settle(systems)
    assert not Account.objects.exists()
    assert [problem[0] for problem in systems.problems()] == ["coupled_to_deleted_crm_record"]


def test_a_new_customer_changes_while_its_account_is_created(systems: TwoSystems) -> None:
    customer = systems.customer("Acme", city="Oslo")
    systems.sent.before = lambda: systems.edit(customer, city="Bergen")
    systems.run(scope="full")
    settle(systems)
    assert list(Account.objects.values_list("name", "address1_city")) == [("Acme", "Bergen")]


def test_a_record_that_is_mended_while_it_is_being_refused_is_looked_at_again(systems: TwoSystems) -> None:
    """The limit is more than the CRM can hold; somebody lowers it before the refusal is written down."""
    customer = systems.customer("Acme", credit_limit_lcy=Decimal("999999999999999"))
    systems.sent.before = lambda: systems.edit(customer, credit_limit_lcy=Decimal(1000))
    systems.run(scope="full")
    settle(systems)
    assert (list(Account.objects.values_list("creditlimit", flat=True)), systems.problems()) == (
        [Decimal(1000)],
        [],
    )


def test_a_change_that_never_ends_is_given_up_for_now_and_not_lost(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    """Somebody saves the account before every attempt of ours."""
    customer, account = pair
    times = 0

    def save_again() -> None:
        nonlocal times
        times += 1
        systems.change(account, fax=str(times))
        systems.sent.before = save_again

    systems.edit(customer, city="Bergen")
    systems.sent.before = save_again
    systems.run()
    assert [problem[:3] for problem in systems.problems()] == [("changed_meanwhile", "", "transient")]
    assert 2 <= times <= 5
    systems.sent.before = None
    settle(systems)
    assert (now(account, "address1_city"), now(customer, "fax_no"), systems.problems()) == (
        "Bergen",
        str(times),
        [],
    )


# A coupling that is deleted meanwhile


def test_a_pair_that_is_uncoupled_while_its_change_is_on_its_way_stays_uncoupled(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, _account = pair
    (coupling,) = Coupling.objects.all()
    systems.edit(customer, city="Bergen")
    systems.sent.before = lambda: uncouple(coupling_ids=[coupling.id])
    systems.run()
    settle(systems)
    assert (Coupling.objects.count(), SynchProblem.objects.count()) == (0, 0)


def test_a_customer_that_is_uncoupled_meanwhile_is_not_overwritten(
    systems: TwoSystems, pair: tuple[Customer, Any], after_planning: AfterPlanning
) -> None:
    customer, account = pair
    (coupling,) = Coupling.objects.all()
    systems.change(account, address1_city="Bergen")
    after_planning(lambda: uncouple(coupling_ids=[coupling.id]))
    systems.run()
    assert (now(customer, "city"), Coupling.objects.count()) == ("Oslo", 0)


def test_a_customer_that_somebody_coupled_meanwhile_is_not_created_twice(
    systems: TwoSystems, after_planning: AfterPlanning
) -> None:
    account, customer = systems.account("Acme"), systems.customer("Acme")
    after_planning(lambda: systems.couple(customer, account))
    systems.run(scope="full")
    assert systems.couplings() == {customer.id: account.pk}
    assert (Customer.objects.count(), Account.objects.count()) == (1, 1)
