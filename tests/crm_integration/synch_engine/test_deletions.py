"""One side of a coupled pair is deleted: each policy, from both sides, and that no deletion goes unheard."""

from typing import Any

import pytest

from crm.models import Account
from crm_integration.coupling.repair import find_for_deleted, restore_records
from crm_integration.models import Coupling, IntegrationTableMapping
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
GONE_IN_CRM = ("coupled_to_deleted_crm_record", "", "deleted", 1, False)
GONE_IN_ERP = ("coupled_to_deleted_erp_record", "", "deleted", 1, False)
PROBLEMS = {"crm": GONE_IN_CRM, "erp": GONE_IN_ERP}


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """A customer and an account in step: Acme, Oslo."""
    account = systems.account("Acme", address1_city="Oslo")
    systems.run(scope="full")
    systems.sent.requests.clear()
    return Customer.objects.get(), account


def delete(systems: TwoSystems, pair: tuple[Customer, Any], side: str) -> None:
    if side == "crm":
        systems.remove(pair[1])
    else:
        systems.delete(pair[0])


def names() -> tuple[list[Any], list[Any], list[str]]:
    """Names and cities of customers and accounts, and the states of couplings."""
    return (
        list(Customer.objects.values_list("name", "city")),
        list(Account.objects.values_list("name", "address1_city")),
        list(Coupling.objects.values_list("state", flat=True)),
    )


ACME = [("Acme", "Oslo")]


@pytest.mark.parametrize(
    ("side", "expected"),
    [("crm", (ACME, [], ["deleted_in_crm"])), ("erp", ([], ACME, ["deleted_in_erp"]))],
)
def test_without_a_policy_the_pair_fails_and_waits_in_the_error_list(
    systems: TwoSystems, pair: tuple[Customer, Any], side: str, expected: Any
) -> None:
    delete(systems, pair, side)
    counts = systems.run()
    assert [name.split()[1] for name in counts] == ["failed"]
    assert (names(), systems.problems()) == (expected, [PROBLEMS[side]])
    assert systems.run() == {}
    assert (names(), systems.problems()) == (expected, [PROBLEMS[side]])


@pytest.mark.parametrize("side", ["crm", "erp"])
def test_restoring_creates_the_deleted_side_anew_and_couples_it(
    systems: TwoSystems, pair: tuple[Customer, Any], side: str
) -> None:
    systems.set_mapping(deletion_conflict_resolution="restore_records")
    delete(systems, pair, side)
    systems.run()
    assert (names(), systems.problems()) == ((ACME, ACME, ["coupled"]), [])
    customer, account = Customer.objects.get(), Account.objects.get()
    assert systems.couplings() == {customer.id: account.pk}
    assert (customer.id, account.pk) != (pair[0].id, pair[1].pk)
    systems.edit(customer, city="Bergen")
    systems.run()
    assert now(account, "address1_city") == "Bergen"


@pytest.mark.parametrize(("side", "expected"), [("crm", (ACME, [], [])), ("erp", ([], ACME, []))])
def test_removing_ends_the_coupling_and_the_survivor_stays(
    systems: TwoSystems, pair: tuple[Customer, Any], side: str, expected: Any
) -> None:
    systems.set_mapping(deletion_conflict_resolution="remove_coupling")
    delete(systems, pair, side)
    counts = systems.run()
    assert [name.split()[1] for name in counts] == ["uncoupled"]
    assert (names(), systems.problems()) == (expected, [])
    assert systems.run() == {}


@pytest.mark.parametrize("policy", ["none", "restore_records", "remove_coupling"])
def test_where_both_are_gone_the_coupling_goes_too(
    systems: TwoSystems, pair: tuple[Customer, Any], policy: str
) -> None:
    systems.set_mapping(deletion_conflict_resolution=policy)
    delete(systems, pair, "crm")
    delete(systems, pair, "erp")
    systems.run()
    assert (names(), systems.problems()) == (([], [], []), [])


@pytest.mark.parametrize("side", ["crm", "erp"])
def test_a_person_restores_what_waits(systems: TwoSystems, pair: tuple[Customer, Any], side: str) -> None:
    delete(systems, pair, side)
    systems.run()
    restore_records(coupling_ids=list(Coupling.objects.values_list("id", flat=True)))
    systems.work_all()
    assert (names(), systems.problems()) == ((ACME, ACME, ["coupled"]), [])


def test_a_restored_customer_has_its_primary_contact_again(systems: TwoSystems) -> None:
    account = systems.account("Acme")
    contact = systems.contact(account)
    systems.change(account, primarycontactid=contact)
    systems.set_mapping(deletion_conflict_resolution="restore_records")
    systems.set_mapping("CONTACT", deletion_conflict_resolution="restore_records")
    systems.run("CUSTOMER", "full")
    systems.run("CONTACT", "full")
    systems.work_all()
    (customer,) = Customer.objects.all()
    assert customer.primary_contact_id
    systems.delete(customer)
    systems.run("CUSTOMER")
    systems.work_all()
    (restored,) = Customer.objects.all()
    assert (restored.name, systems.couplings()[restored.id]) == ("Acme", account.pk)


def test_a_record_whose_other_side_is_gone_is_looked_at_again_when_it_changes(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    delete(systems, pair, "crm")
    systems.run()
    systems.edit(pair[0], city="Bergen")
    assert systems.run() == {"-> failed": 1}
    systems.set_mapping(deletion_conflict_resolution="restore_records")
    systems.edit(pair[0], city="Moss")
    systems.run()
    assert (names()[1], systems.problems()) == ([("Acme", "Moss")], [])


@pytest.mark.parametrize("scope", ["modified", "full", "couple"])
def test_a_deletion_is_heard_although_the_filter_was_changed_before_anybody_looked(
    systems: TwoSystems, pair: tuple[Customer, Any], scope: str
) -> None:
    if scope == "couple":
        systems.set_row("name", use_for_match=True)
    delete(systems, pair, "crm")
    systems.set_mapping(crm_filter={"field": "statecode", "operator": "eq", "value": 0})
    systems.run(scope=scope)
    assert (names()[2], systems.problems()) == (["deleted_in_crm"], [GONE_IN_CRM])


@pytest.mark.parametrize("scope", ["full", "couple"])
def test_a_deletion_is_heard_by_every_kind_of_run(
    systems: TwoSystems, pair: tuple[Customer, Any], scope: str
) -> None:
    if scope == "couple":
        systems.set_row("name", use_for_match=True)
    delete(systems, pair, "crm")
    systems.run(scope=scope)
    assert (names()[2], systems.problems()) == (["deleted_in_crm"], [GONE_IN_CRM])


@pytest.mark.parametrize("reads", [1, 2, 3])
def test_a_deletion_during_a_full_run_is_heard_by_it_or_by_the_next(
    systems: TwoSystems, pair: tuple[Customer, Any], reads: int
) -> None:
    """Before the CRM tells what changed, before it tells everything, or after that."""
    calls = 0

    def delete_in_between() -> None:
        nonlocal calls
        calls += 1
        if calls == reads:
            delete(systems, pair, "crm")

    systems.sent.on_every_read = delete_in_between
    systems.run(scope="full")
    systems.sent.on_every_read = None
    assert calls >= reads
    systems.run()
    assert systems.problems() == [GONE_IN_CRM]


def test_what_is_lost_without_a_trace_is_found_by_looking_for_it(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    Account.objects.all().delete()
    assert systems.run() == {}
    job = find_for_deleted(mapping_name="CUSTOMER")
    systems.work(job.pk)
    assert systems.problems() == [GONE_IN_CRM]


def test_when_the_link_has_expired_deleted_records_are_found_by_their_ids(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    other = systems.account("Borg")
    systems.run(scope="full")
    stored = IntegrationTableMapping.objects.get(name="CUSTOMER")
    delete(systems, pair, "crm")
    systems.change(other, address1_city="Moss")
    systems.set_mapping(delta_link=stored.delta_link.partition("deltatoken=")[0] + "deltatoken=gone")
    systems.sent.requests.clear()
    systems.run()
    assert (systems.sent.writes, systems.problems()) == ([], [GONE_IN_CRM])
    assert Customer.objects.get(name="Borg").city == "Moss"
