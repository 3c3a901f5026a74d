"""A primary contact who is not coupled yet is left blank and follows when the contact is coupled."""

from typing import Any

import pytest

from crm.models import Account, Contact
from erp.models import Contact as ErpContact
from erp.models import Customer
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def acme(systems: TwoSystems) -> tuple[Customer, Any, Any]:
    """In step: Acme with its primary contact Nora, on both sides; and what the CRM calls them."""
    customer = systems.customer("Acme")
    nora = systems.person(customer, "Nora")
    systems.edit(customer, primary_contact_no=nora.no)
    systems.run_all("full")
    systems.work_all()
    account, contact = Account.objects.get(), Contact.objects.get()
    assert account.primarycontactid_id == contact.pk
    assert systems.problems() == []
    return customer, account, contact


def test_in_a_first_synchronization_customer_and_contact_find_each_other(
    acme: tuple[Customer, Any, Any],
) -> None:
    customer, account, contact = acme
    assert now(contact, "parentcustomerid") == account.pk
    assert now(customer, "contact") == "Nora Aas"


def test_the_same_from_the_crms_side(systems: TwoSystems) -> None:
    account = systems.account("Borg")
    systems.change(account, primarycontactid=systems.contact(account, "Tuva"))
    systems.run_all("full")
    systems.work_all()
    customer, person = Customer.objects.get(), ErpContact.objects.get(type="person")
    assert (customer.primary_contact_id, customer.contact, systems.problems()) == (person.no, "Tuva Aas", [])


def test_what_is_owed_is_no_failure(systems: TwoSystems) -> None:
    customer = systems.customer("Acme")
    systems.edit(customer, primary_contact_no=systems.person(customer).no)
    assert systems.run(scope="full") == {"-> inserted": 1}
    assert systems.problems() == [("must_be_coupled", "primary_contact_no", "owed", 1, False)]


def test_another_primary_contact_who_is_not_coupled_clears_the_one_before_and_follows(
    systems: TwoSystems, acme: tuple[Customer, Any, Any]
) -> None:
    customer, account, _ = acme
    tuva = systems.person(customer, "Tuva")
    systems.edit(customer, primary_contact_no=tuva.no)
    systems.run("CUSTOMER")
    assert now(account, "primarycontactid_id") is None
    systems.run("CONTACT", "full")
    systems.work_all()
    assert now(account, "primarycontactid_id") == systems.couplings()[tuva.id]
    assert (now(customer, "primary_contact_id"), systems.problems()) == (tuva.no, [])


def test_the_same_the_other_way(systems: TwoSystems, acme: tuple[Customer, Any, Any]) -> None:
    customer, account, _ = acme
    tuva = systems.contact(account, "Tuva")
    systems.change(account, primarycontactid=tuva)
    systems.run("CUSTOMER")
    assert now(customer, "primary_contact_id") is None
    systems.run("CONTACT", "full")
    systems.work_all()
    person = ErpContact.objects.get(first_name="Tuva")
    assert (now(customer, "primary_contact_id"), systems.problems()) == (person.no, [])
    assert now(account, "primarycontactid_id") == tuva.pk


def test_the_other_fields_of_the_pair_go_on_meanwhile(
    systems: TwoSystems, acme: tuple[Customer, Any, Any]
) -> None:
    customer, account, _ = acme
    tuva = systems.person(customer, "Tuva")
    systems.edit(customer, primary_contact_no=tuva.no)
    systems.run("CUSTOMER")
    systems.edit(customer, city="Bergen")
    systems.run("CUSTOMER")
    systems.change(account, telephone1="222")
    systems.run("CUSTOMER")
    assert (now(account, "address1_city"), now(customer, "phone_no", "primary_contact_id")) == (
        "Bergen",
        ("222", tuva.no),
    )


def test_whoever_chooses_somebody_coupled_in_the_meantime_is_heard(
    systems: TwoSystems, acme: tuple[Customer, Any, Any]
) -> None:
    customer, account, contact = acme
    tuva = systems.person(customer, "Tuva")
    systems.edit(customer, primary_contact_no=tuva.no)
    systems.run("CUSTOMER")
    systems.edit(customer, primary_contact_no=ErpContact.objects.get(first_name="Nora").no)
    systems.run("CUSTOMER")
    assert (now(account, "primarycontactid_id"), systems.problems()) == (contact.pk, [])
