"""Records without a counterpart come into being on the other side, once, whatever happens to the answer."""

from collections.abc import Callable
from typing import Any

import pytest

from crm.models import Account, InjectedFault
from crm_integration.coupling.create_on_other_side import create_in_crm, create_in_erp
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.models import Coupling, Job, SynchJobChange
from crm_integration.synch_engine.applier import crm_writes
from erp.models import Contact, ContactBusinessRelation, Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
Kind = InjectedFault.Kind


def test_a_full_run_creates_on_both_sides_what_is_missing_there(systems: TwoSystems) -> None:
    customer = systems.customer("From the ERP", city="Oslo")
    account = systems.account("From the CRM", address1_city="Moss")
    assert systems.run(scope="full") == {"-> inserted": 1, "<- inserted": 1}
    created = Customer.objects.get(name="From the CRM")
    assert (created.city, created.no[:1]) == ("Moss", "C")
    assert now(Account.objects.get(name="From the ERP"), "address1_city", "customertypecode") == ("Oslo", 3)
    assert set(systems.couplings()) == {customer.id, created.id}
    assert systems.couplings()[created.id] == account.pk


def test_a_new_customer_has_its_company_contact(systems: TwoSystems) -> None:
    systems.account("Acme", address1_city="Moss", telephone1="111")
    systems.run(scope="full")
    relation = ContactBusinessRelation.objects.get(no=Customer.objects.get().no)
    company = Contact.objects.get(no=relation.contact_id)
    assert (company.type, company.name, company.city, company.phone_no) == ("company", "Acme", "Moss", "111")


def test_a_recurring_run_creates_nothing_where_only_coupled_records_are_synchronized(
    systems: TwoSystems,
) -> None:
    systems.customer("From the ERP")
    systems.account("From the CRM")
    assert systems.run() == {"-> not_coupled": 1, "<- not_coupled": 1}
    assert (systems.couplings(), systems.sent.writes) == ({}, [])


def test_it_creates_them_where_the_mapping_is_for_all_records(systems: TwoSystems) -> None:
    systems.set_mapping(synch_only_coupled_records=False)
    systems.customer("From the ERP")
    systems.account("From the CRM")
    assert systems.run() == {"-> inserted": 1, "<- inserted": 1}


def test_a_person_creates_the_other_side_of_chosen_records(systems: TwoSystems) -> None:
    chosen, _other = systems.customer("Chosen"), systems.customer("Other")
    account = systems.account("In the CRM")
    first = create_in_crm(mapping_name="CUSTOMER", erp_ids=[chosen.id])
    second = create_in_erp(mapping_name="CUSTOMER", crm_ids=[account.pk])
    systems.work_all()
    assert (first.scheduled, second.scheduled) == (1, 1)
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Chosen", "In the CRM"]
    assert sorted(Customer.objects.values_list("name", flat=True)) == ["Chosen", "In the CRM", "Other"]
    again = create_in_crm(mapping_name="CUSTOMER", erp_ids=[chosen.id])
    assert (again.job_id, again.scheduled, again.skipped) == (None, 0, 1)


def test_nothing_is_created_against_the_direction_of_the_mapping(systems: TwoSystems) -> None:
    salesperson = systems.salesperson("KB")
    with pytest.raises(CouplingRefused) as caught:
        create_in_crm(mapping_name="SALESPEOPLE", erp_ids=[salesperson.id])
    assert caught.value.code == "direction_not_allowed"


# An answer that does not come


@pytest.mark.parametrize("count", [1, 3])
def test_when_the_answer_is_lost_the_new_record_is_adopted_and_none_is_doubled(
    systems: TwoSystems, count: int
) -> None:
    for number in range(count):
        systems.customer(f"Acme {number}", city="Oslo")
    systems.fault(Kind.ANSWER_LOST, method="POST" if count > 1 else "PATCH", remaining=1)
    systems.run(scope="full")
    assert (Account.objects.count(), len(systems.couplings()), systems.problems()) == (count, count, [])
    assert set(systems.run()) <= {"<- unchanged", "-> unchanged"}


def test_an_update_whose_answer_is_lost_is_found_done(systems: TwoSystems) -> None:
    customer = systems.customer("Acme", city="Oslo")
    systems.run(scope="full")
    systems.edit(customer, city="Moss")
    systems.fault(Kind.ANSWER_LOST, method="PATCH", remaining=1)
    systems.run()
    account = Account.objects.get()
    assert (account.address1_city, systems.problems()) == ("Moss", [])
    (coupling,) = Coupling.objects.all()
    assert (coupling.crm_version, coupling.crm_base["address1_city"]) == (account.versionnumber, "Moss")


class Killed(BaseException):
    """Ends the run where it stands, as a kill would."""


@pytest.fixture
def interrupted_run(systems: TwoSystems, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A full run of the customers that is killed after the CRM has answered, before it is written down."""
    written = crm_writes.CrmWrites.write

    def write(self: Any, works: Any) -> None:
        written(self, works)
        raise Killed

    def run() -> None:
        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(crm_writes.CrmWrites, "write", write)
            systems.run(scope="full")
        assert Coupling.objects.filter(state=Coupling.State.CREATING).count() == 1
        Job.objects.all().delete()

    return run


def test_what_an_interrupted_run_created_is_completed_by_the_next(
    systems: TwoSystems, interrupted_run: Callable[[], None]
) -> None:
    customer = systems.customer("Acme", city="Oslo")
    interrupted_run()
    systems.edit(customer, city="Moss")
    systems.run()
    assert list(Account.objects.values_list("name", "address1_city")) == [("Acme", "Moss")]
    assert (len(systems.couplings()), systems.problems()) == (1, [])


def test_whoever_waited_for_what_an_interrupted_run_created_follows(
    systems: TwoSystems, interrupted_run: Callable[[], None]
) -> None:
    customer = systems.customer("Acme")
    person = systems.person(customer)
    systems.set_mapping("CONTACT", synch_only_coupled_records=False)
    systems.run("CONTACT")
    assert [problem[0] for problem in systems.problems()] == ["must_be_coupled"]
    interrupted_run()
    systems.run()
    systems.work_all()
    assert (set(systems.couplings()), systems.problems()) == ({customer.id, person.id}, [])


def test_what_was_deleted_in_the_crm_meanwhile_is_a_deletion_and_not_raised_from_the_dead(
    systems: TwoSystems, interrupted_run: Callable[[], None]
) -> None:
    systems.account("Other")
    systems.run(scope="full")
    systems.customer("Acme")
    interrupted_run()
    systems.remove(Account.objects.get(name="Acme"))
    systems.run()
    assert [problem[0] for problem in systems.problems()] == ["coupled_to_deleted_crm_record"]
    assert not Account.objects.filter(name="Acme").exists()


def test_the_history_says_what_was_created(systems: TwoSystems) -> None:
    customer = systems.customer("Acme")
    systems.run(scope="full")
    systems.edit(customer, city="Moss")
    systems.run()
    rows = SynchJobChange.objects.order_by("written_at").values_list("side", "kind", "fields")
    assert list(rows) == [
        ("crm", "inserted", {}),
        ("crm", "modified", {"address1_city": [None, "Moss"]}),
    ]
