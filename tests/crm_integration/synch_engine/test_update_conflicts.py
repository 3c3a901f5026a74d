"""Both sides changed the same field: each policy, what waits, and what ends the waiting."""

from typing import Any

import pytest

from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.models import Coupling
from crm_integration.table_mapping.direction import Direction, Side
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CONFLICT = ("changed_on_both_sides", "city", "conflict", 1, False)


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """A customer and an account in step: Acme, Oslo, 111."""
    account = systems.account("Acme", address1_city="Oslo", telephone1="111")
    systems.run(scope="full")
    systems.sent.requests.clear()
    return Customer.objects.get(), account


def values(customer: Customer, account: Any) -> tuple[Any, ...]:
    """City and phone, of the ERP and of the CRM."""
    return now(customer, "city", "phone_no"), now(account, "address1_city", "telephone1")


def disagree(systems: TwoSystems, customer: Customer, account: Any) -> None:
    """Both change the city, and each another field besides."""
    systems.edit(customer, city="Bergen", phone_no="222")
    systems.change(account, address1_city="Moss")


def test_without_a_policy_nothing_of_the_pair_is_written_and_it_waits(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    disagree(systems, *pair)
    assert systems.run() == {"<- failed": 1}
    assert systems.sent.writes == []
    assert systems.problems() == [CONFLICT]
    assert values(*pair) == (("Bergen", "222"), ("Moss", "111"))
    assert systems.run() == {}
    assert systems.problems() == [CONFLICT]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("send_update", (("Bergen", "222"), ("Bergen", "222"))),
        ("get_update", (("Moss", "222"), ("Moss", "222"))),
    ],
)
def test_a_policy_settles_the_field_and_the_others_merge(
    systems: TwoSystems, pair: tuple[Customer, Any], policy: str, expected: tuple[Any, ...]
) -> None:
    systems.set_mapping(update_conflict_resolution=policy)
    disagree(systems, *pair)
    counts = systems.run()
    assert (values(*pair), systems.problems()) == (expected, [])
    assert "-> modified" in counts
    assert systems.run() == {"<- unchanged": 1}


def test_a_conflict_never_skips_however_often_the_pair_changes(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    disagree(systems, *pair)
    systems.run()
    for number in range(3):
        systems.edit(pair[0], phone_no=f"33{number}")
        assert systems.run() == {"-> failed": 1}
        systems.change(pair[1], fax=f"44{number}")
        assert systems.run() == {"<- failed": 1}
    ((code, field, cure, _times, is_skipped),) = systems.problems()
    assert (code, field, cure, is_skipped) == ("changed_on_both_sides", "city", "conflict", False)
    assert values(*pair) == (("Bergen", "332"), ("Moss", "111"))


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (Side.ERP, (("Bergen", "222"), ("Bergen", "222"))),
        (Side.CRM, (("Moss", "222"), ("Moss", "222"))),
    ],
)
def test_a_persons_decision_ends_the_conflict_and_the_rest_merges(
    systems: TwoSystems, pair: tuple[Customer, Any], kept: Side, expected: tuple[Any, ...]
) -> None:
    disagree(systems, *pair)
    systems.run()
    (coupling,) = Coupling.objects.all()
    decision = {"city:address1_city": kept}
    asked = synchronize_now(mapping_name="CUSTOMER", coupling_ids=[coupling.id], decisions=decision)
    assert asked.job_id is not None
    systems.work(asked.job_id)
    assert (values(*pair), systems.problems()) == (expected, [])


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.TO_INTEGRATION_TABLE, (("Bergen", "222"), ("Bergen", "222"))),
        (Direction.FROM_INTEGRATION_TABLE, (("Moss", "111"), ("Moss", "111"))),
    ],
)
def test_synchronizing_now_in_one_direction_overwrites_every_field_that_differs(
    systems: TwoSystems, pair: tuple[Customer, Any], direction: Direction, expected: tuple[Any, ...]
) -> None:
    disagree(systems, *pair)
    (coupling,) = Coupling.objects.all()
    asked = synchronize_now(mapping_name="CUSTOMER", coupling_ids=[coupling.id], direction=direction)
    assert asked.job_id is not None
    systems.work(asked.job_id)
    assert values(*pair) == expected
    counts = systems.run()
    assert set(counts) <= {"<- unchanged", "-> unchanged"}


def test_whoever_takes_the_change_back_lets_the_other_sides_change_through(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.change(account, address1_city="Moss")
    systems.run()
    systems.edit(customer, city="Oslo")
    systems.run()
    assert (now(customer, "city"), systems.problems()) == ("Moss", [])


def test_it_works_from_the_crms_side_too(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.change(account, address1_city="Moss")
    systems.run()
    systems.change(account, address1_city="Oslo")
    systems.run()
    assert (now(account, "address1_city"), systems.problems()) == ("Bergen", [])


def test_two_who_agree_are_in_no_conflict(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.change(account, address1_city="Bergen")
    assert systems.run() == {"-> unchanged": 1, "<- unchanged": 1}
    assert (systems.sent.writes, systems.problems()) == ([], [])


def test_changes_of_different_fields_go_both_ways_in_one_run(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, city="Bergen")
    systems.change(account, telephone1="333")
    assert systems.run() == {"-> modified": 1, "<- modified": 1}
    assert values(*pair) == (("Bergen", "333"), ("Bergen", "333"))
    assert len(systems.sent.writes) == 1


def test_a_first_coupling_without_a_chosen_side_is_a_conflict_where_the_records_differ(
    systems: TwoSystems,
) -> None:
    customer, account = systems.customer("Acme", city="Bergen"), systems.account("Acme", address1_city="Moss")
    systems.couple(customer, account)
    systems.run(scope="full")
    assert systems.problems() == [CONFLICT]
    assert (now(customer, "city"), now(account, "address1_city")) == ("Bergen", "Moss")
