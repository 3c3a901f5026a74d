"""What is done with records that fail, and how a record stands."""

from typing import Any

import pytest

from crm.models import Account, RolePrivilege
from crm_integration.coupling.delete_records import delete_records
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.repair import restore_records, retry
from crm_integration.coupling.status import statuses
from crm_integration.coupling.synchronize_now import synchronize_now
from crm_integration.models import Coupling, Job, SynchProblem
from crm_integration.table_mapping.direction import Direction
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    account = systems.account("Acme", address1_city="Oslo")
    systems.run(scope="full")
    return Customer.objects.get(), account


def coupling_ids() -> list[Any]:
    return list(Coupling.objects.values_list("id", flat=True))


def state_of(customer: Customer) -> str:
    return statuses("customer", [customer.id])[customer.id].state


@pytest.mark.parametrize("side", ["erp", "crm"])
def test_the_survivor_of_a_deletion_is_deleted_with_its_coupling(
    systems: TwoSystems, pair: tuple[Customer, Any], side: str
) -> None:
    customer, account = pair
    may_write = RolePrivilege.objects.filter(table="account", verb="Write")
    RolePrivilege.objects.bulk_create(
        [RolePrivilege(role_id=row.role_id, table="account", verb="Delete") for row in may_write],
        ignore_conflicts=True,
    )
    systems.delete(customer) if side == "erp" else systems.remove(account)
    systems.run()
    assert delete_records(coupling_ids=coupling_ids()) == 1
    assert (Customer.objects.count(), Account.objects.count(), Coupling.objects.count()) == (0, 0, 0)
    assert SynchProblem.objects.count() == 0
    assert systems.run() in ({}, {"-> not_coupled": 1})


def test_a_living_pair_is_never_deleted(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    assert delete_records(coupling_ids=coupling_ids()) == 0
    assert (Customer.objects.count(), Account.objects.count()) == (1, 1)


def test_without_the_privilege_to_delete_which_the_integration_does_not_have_nothing_is_deleted(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.delete(pair[0])
    systems.run()
    with pytest.raises(CouplingRefused) as caught:
        delete_records(coupling_ids=coupling_ids())
    assert caught.value.code == "no_privilege_to_delete"
    assert (Account.objects.count(), Coupling.objects.count()) == (1, 1)


def test_restoring_does_nothing_to_a_living_pair(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    assert restore_records(coupling_ids=coupling_ids()) == []
    assert systems.couplings() == {pair[0].id: pair[1].pk}


def test_retrying_nothing_asks_for_nothing(systems: TwoSystems) -> None:
    assert retry(problem_ids=[12345]) == 0
    assert not Job.objects.exists()


def test_synchronizing_records_that_are_not_coupled_counts_them_as_left_out(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    ids = [*coupling_ids(), pair[0].id]
    asked = synchronize_now(mapping_name="CUSTOMER", coupling_ids=ids)
    assert (asked.scheduled, asked.skipped) == (1, 1)


def test_how_a_record_stands(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    customer, account = pair
    assert state_of(systems.customer("Other")) == "not_coupled"
    assert state_of(customer) == "coupled"
    systems.edit(customer, city="Bergen")
    systems.change(account, address1_city="Moss")
    systems.run()
    assert state_of(customer) == "conflict"
    synchronize_now(
        mapping_name="CUSTOMER", coupling_ids=coupling_ids(), direction=Direction.TO_INTEGRATION_TABLE
    )
    systems.work_all()
    assert state_of(customer) == "coupled"
    systems.change(account, creditlimit=5)
    systems.run()
    assert state_of(customer) == "drifted"
    systems.change(account, address1_country="Atlantis")
    systems.run()
    assert state_of(customer) == "failed"
    systems.change(account, telephone1="1")
    systems.run()
    assert state_of(customer) == "skipped"
    systems.remove(account)
    retry(problem_ids=list(SynchProblem.objects.values_list("pk", flat=True)))
    systems.work_all()
    assert state_of(customer) == "deleted"


def test_a_forced_direction_mends_what_has_drifted(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    customer, account = pair
    systems.change(account, creditlimit=5)
    systems.run()
    assert now(account, "creditlimit") == 5
    synchronize_now(
        mapping_name="CUSTOMER", coupling_ids=coupling_ids(), direction=Direction.TO_INTEGRATION_TABLE
    )
    systems.work_all()
    assert (now(account, "creditlimit"), state_of(customer)) == (0, "coupled")
