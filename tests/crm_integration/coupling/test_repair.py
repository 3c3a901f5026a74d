"""Mending: everything is retried at once, and what is deleted is what was looked at."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Account, RolePrivilege
from crm_integration.coupling.delete_records import delete_records, surviving_versions
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.repair import retry_all
from crm_integration.models import Coupling, IntegrationTableMapping, SynchJob, SynchProblem
from erp.models import Customer
from erp.operations.errors import RecordChanged
from tests.two_systems import TwoSystems

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def orphan(systems: TwoSystems, deleted: str) -> tuple[Coupling, Customer, Account]:
    """A pair of which one side was deleted, as a run has found it."""
    customer, account = systems.customer("Acme"), systems.account("Acme")
    coupling = systems.couple(customer, account)
    Coupling.objects.filter(pk=coupling.pk).update(state=deleted)
    if deleted == Coupling.State.DELETED_IN_ERP:
        systems.delete(customer)
    else:
        systems.remove(account)
    return coupling, customer, account


@pytest.fixture
def may_delete(systems: TwoSystems) -> None:
    """The integration user may delete accounts, which a CRM does not permit by itself."""
    for privilege in RolePrivilege.objects.filter(table="account", verb="Write"):
        RolePrivilege.objects.update_or_create(
            role=privilege.role, table="account", verb="Delete", defaults={"depth": privilege.depth}
        )


def problems(*cures: str) -> None:
    mapping = IntegrationTableMapping.objects.get(name="CUSTOMER")
    now = timezone.now()
    job = SynchJob.objects.create(mapping=mapping, direction="to_integration_table", started_at=now)
    for cure in cures:
        SynchProblem.objects.create(
            mapping=mapping, job=job, cure=cure, is_skipped=True, first_failed_at=now, failed_at=now
        )


def test_everything_but_conflicts_is_retried_without_listing_it(systems: TwoSystems) -> None:
    problems("rejected", "transient", "rejected", "conflict")
    with CaptureQueriesContext(connection) as captured:
        assert retry_all() == 3
    assert not [query for query in captured if '"id" IN (' in query["sql"] and "synchproblem" in query["sql"]]
    assert SynchProblem.objects.filter(is_due=True, is_skipped=False).count() == 3


@pytest.mark.usefixtures("may_delete")
def test_a_surviving_account_is_deleted_as_it_was_shown(systems: TwoSystems) -> None:
    coupling, _customer, _account = orphan(systems, Coupling.State.DELETED_IN_ERP)
    shown = surviving_versions(coupling_ids=[coupling.pk])
    assert delete_records(coupling_ids=[coupling.pk], expected=shown) == 1
    assert (Account.objects.count(), Coupling.objects.count()) == (0, 0)


@pytest.mark.usefixtures("may_delete")
def test_an_account_that_changed_after_it_was_shown_is_not_deleted(systems: TwoSystems) -> None:
    coupling, _customer, account = orphan(systems, Coupling.State.DELETED_IN_ERP)
    shown = surviving_versions(coupling_ids=[coupling.pk])
    systems.change(account, telephone1="+47 22 33")
    with pytest.raises(CouplingRefused, match="changed_before_deletion"):
        delete_records(coupling_ids=[coupling.pk], expected=shown)
    assert (Account.objects.count(), Coupling.objects.count()) == (1, 1)


@pytest.mark.usefixtures("may_delete")
def test_an_account_that_changes_between_reading_and_deletion_is_not_deleted(systems: TwoSystems) -> None:
    coupling, _customer, account = orphan(systems, Coupling.State.DELETED_IN_ERP)
    systems.sent.before = lambda: systems.change(account, telephone1="+47 22 33")
    with pytest.raises(CouplingRefused, match="changed_before_deletion"):
        delete_records(coupling_ids=[coupling.pk])
    assert Account.objects.count() == 1


def test_a_customer_that_changed_after_it_was_shown_is_not_deleted(systems: TwoSystems) -> None:
    coupling, customer, _account = orphan(systems, Coupling.State.DELETED_IN_CRM)
    shown = surviving_versions(coupling_ids=[coupling.pk])
    systems.edit(customer, phone_no="+47 22 33")
    with pytest.raises(RecordChanged):
        delete_records(coupling_ids=[coupling.pk], expected=shown)
    assert (Customer.objects.count(), Coupling.objects.count()) == (1, 1)


def test_a_pair_that_was_not_shown_is_left_alone(systems: TwoSystems) -> None:
    coupling, _customer, _account = orphan(systems, Coupling.State.DELETED_IN_CRM)
    assert delete_records(coupling_ids=[coupling.pk], expected={}) == 0
    assert Customer.objects.exists()


def test_where_neither_side_is_there_any_more_the_coupling_goes(systems: TwoSystems) -> None:
    coupling, customer, _account = orphan(systems, Coupling.State.DELETED_IN_CRM)
    systems.delete(customer)
    assert delete_records(coupling_ids=[coupling.pk]) == 1
    assert not Coupling.objects.exists()
