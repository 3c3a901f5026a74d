"""Set Up Coupling and Delete Coupling: what a person may couple, and what follows."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from crm_integration.coupling.compare import compare
from crm_integration.coupling.couple import couple
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.search import search_crm
from crm_integration.coupling.uncouple import uncouple, uncouple_mapping
from crm_integration.models import Coupling, Job, SynchJob, SynchJobChange, SynchProblem
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_coupling_alone_changes_neither_record(systems: TwoSystems) -> None:
    customer, account = systems.customer("Acme", city="Oslo"), systems.account("Borg", address1_city="Moss")
    systems.couple(customer, account)
    systems.work_all()
    assert systems.couplings() == {customer.id: account.pk}
    assert (now(customer, "city"), now(account, "address1_city")) == ("Oslo", "Moss")
    assert systems.sent.writes == []


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("to_integration_table", ("Acme", "Oslo")),
        ("from_integration_table", ("Borg", "Moss")),
    ],
)
def test_synchronizing_after_coupling_makes_both_equal_with_the_chosen_data(
    systems: TwoSystems, direction: str, expected: tuple[str, str]
) -> None:
    customer, account = systems.customer("Acme", city="Oslo"), systems.account("Borg", address1_city="Moss")
    systems.couple(customer, account, synchronize=direction)
    systems.work_all()
    assert now(customer, "name", "city") == now(account, "name", "address1_city") == expected
    assert set(systems.run()) <= {"<- unchanged", "-> unchanged"}


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(CouplingRefused) as caught:
        action()
    return caught.value.code


def test_what_cannot_be_coupled_is_refused_and_nothing_changes(systems: TwoSystems) -> None:
    customer, blocked = systems.customer("Acme"), systems.customer("Blocked", blocked="all")
    account, prospect = systems.account("Acme"), systems.account("Prospect", customertypecode=8)
    other = systems.customer("Other")
    systems.couple(other, systems.account("Taken"))
    taken = systems.couplings()[other.id]
    refusals = [
        refusal(lambda: couple(mapping_name="CUSTOMER", erp_id=uuid4(), crm_id=account.pk)),
        refusal(lambda: couple(mapping_name="CUSTOMER", erp_id=customer.id, crm_id=uuid4())),
        refusal(lambda: couple(mapping_name="CUSTOMER", erp_id=blocked.id, crm_id=account.pk)),
        refusal(lambda: couple(mapping_name="CUSTOMER", erp_id=customer.id, crm_id=prospect.pk)),
        refusal(lambda: couple(mapping_name="CUSTOMER", erp_id=customer.id, crm_id=taken)),
    ]
    assert refusals == [
        "record_not_found",
        "record_not_found",
        "outside_erp_filter",
        "outside_crm_filter",
        "crm_record_already_coupled",
    ]
    assert systems.couplings() == {other.id: taken}


def test_a_customer_can_be_coupled_anew_and_twice_the_same_is_once(systems: TwoSystems) -> None:
    customer, first, second = systems.customer("Acme"), systems.account("First"), systems.account("Second")
    assert systems.couple(customer, first).pk == systems.couple(customer, first).pk
    systems.couple(customer, second)
    assert systems.couplings() == {customer.id: second.pk}
    systems.couple(systems.customer("Borg"), first)
    assert Coupling.objects.count() == 2


def test_a_coupling_to_a_customer_that_is_gone_stands_in_nobodys_way(systems: TwoSystems) -> None:
    gone, account = systems.customer("Gone"), systems.account("Acme")
    systems.couple(gone, account)
    systems.delete(gone)
    customer = systems.customer("Acme")
    systems.couple(customer, account)
    assert systems.couplings() == {customer.id: account.pk}


def test_uncoupling_leaves_both_records_and_takes_their_problems_along(systems: TwoSystems) -> None:
    account = systems.account("Acme", address1_city="Oslo")
    customer = systems.customer("Acme", city="Moss")
    coupling = systems.couple(customer, account)
    systems.run(scope="full")
    assert SynchProblem.objects.exists()
    assert uncouple(coupling_ids=[coupling.id]) == 1
    assert (Coupling.objects.count(), SynchProblem.objects.count()) == (0, 0)
    assert (now(customer, "city"), now(account, "address1_city")) == ("Moss", "Oslo")
    assert SynchJobChange.objects.filter(kind="uncoupled", erp_id=customer.id).count() == 1
    systems.edit(customer, city="Bergen")
    systems.change(account, telephone1="222")
    assert set(systems.run()) == {"-> not_coupled", "<- not_coupled"}


def test_a_whole_mapping_is_uncoupled_in_the_background(systems: TwoSystems) -> None:
    for number in range(3):
        systems.customer(f"Acme {number}")
    systems.run(scope="full")
    job = uncouple_mapping(mapping_name="CUSTOMER")
    assert systems.work(job.pk).status == Job.Status.FINISHED
    assert Coupling.objects.count() == 0
    assert sum(SynchJob.objects.values_list("uncoupled", flat=True)) == 3


def test_what_was_uncoupled_is_found_again_by_its_name(systems: TwoSystems) -> None:
    systems.couple(systems.customer("Acme"), systems.account("Acme Norge"))
    systems.account("Norsk Acme")
    systems.account("Acme closed", statecode=1)
    systems.account("Borg")
    found = search_crm(mapping_name="CUSTOMER", text="acme")
    assert [(candidate.name, bool(candidate.coupled_to)) for candidate in found] == [
        ("Acme Norge", True),
        ("Norsk Acme", False),
    ]


def test_what_is_free_is_found_before_what_is_coupled_even_where_the_list_is_cut(
    systems: TwoSystems,
) -> None:
    for number in range(3):
        systems.couple(systems.customer(f"Acme {number}"), systems.account(f"Acme {number}"))
    systems.account("Zebra")
    found = search_crm(mapping_name="CUSTOMER", limit=2, free_first=True)
    assert [candidate.name for candidate in found] == ["Zebra", "Acme 0"]


def test_two_records_are_compared_field_by_field(systems: TwoSystems) -> None:
    customer = systems.customer("Acme", city="Oslo", country_region_code="NO")
    account = systems.account("Acme", address1_city="Moss", address1_country="Norway")
    rows = compare(mapping_name="CUSTOMER", erp_id=customer.id, crm_id=account.pk)
    shown = {row.erp_field: (row.erp_value, row.crm_value, row.are_equal) for row in rows}
    assert shown["name"] == ("Acme", "Acme", True)
    assert shown["city"] == ("Oslo", "Moss", False)
    assert shown["country_region_code"] == ("NO", "Norway", True)
    assert "no" not in shown
    alone = compare(mapping_name="CUSTOMER", erp_id=customer.id, crm_id=None)
    assert {row.crm_value for row in alone} == {None}
