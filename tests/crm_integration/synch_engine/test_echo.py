"""A run does not answer to its own writes, nor to what a person did under the integration's account."""

from typing import Any

import pytest

from crm.demo.factories import reference_to
from crm.models import Account
from crm_integration.models import ConnectionSetup, Coupling, ErpChange, SynchJobError
from erp.models import Contact, Customer, PostCode
from tests.two_systems import TwoSystems, now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture
def pair(systems: TwoSystems) -> tuple[Customer, Any]:
    """A customer and an account in step: Acme, Oslo."""
    account = systems.account("Acme", address1_city="Oslo")
    systems.run(scope="full")
    systems.sent.requests.clear()
    return Customer.objects.get(), account


def fill(systems: TwoSystems) -> None:
    """Some of everything, in both systems, with references among them."""
    karin = systems.user("Karin")
    borg = systems.account("Borg", ownerid=karin, address1_country="Norway", address1_city="Moss")
    systems.change(borg, primarycontactid=systems.contact(borg, "Tuva", ownerid=karin))
    systems.account("A name that is longer than what the other side can hold" + " and longer" * 5)
    acme = systems.customer("Acme", city="Oslo", country_region_code="NL")
    nora = systems.person(acme, "Nora")
    systems.edit(acme, primary_contact_no=nora.no)


def test_after_a_full_synchronization_a_second_one_writes_nothing(systems: TwoSystems) -> None:
    fill(systems)
    systems.run_all("full")
    systems.work_all()
    assert (Customer.objects.count(), Account.objects.count()) == (3, 3)
    assert systems.problems() == []
    for scope in ("modified", "modified", "full"):
        systems.sent.requests.clear()
        versions = dict(Customer.objects.values_list("id", "row_version"))
        counts = {name for run in systems.run_all(scope).values() for name in run}
        assert (systems.sent.writes, counts <= {"-> unchanged", "<- unchanged"}) == ([], True), counts
        assert dict(Customer.objects.values_list("id", "row_version")) == versions


def test_our_own_writes_are_no_changes_of_the_erp(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    systems.change(pair[1], address1_city="Moss")
    systems.run()
    assert not ErpChange.objects.filter(erp_table="customer").exists()
    assert systems.run() == {}


def test_what_the_erp_does_by_itself_after_our_write_is_not_sent_back_and_forth(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    """The ERP fills in the city of a post code that it knows."""
    customer, account = pair
    PostCode.objects.create(code="0150", city="Oslo sentrum", county="Oslo")
    systems.change(account, address1_city=None, address1_postalcode="0150")
    systems.run()
    assert now(customer, "post_code", "city") == ("0150", "Oslo sentrum")
    for _ in range(2):
        systems.sent.requests.clear()
        systems.run()
        assert systems.sent.writes == []


def test_changes_of_columns_that_are_not_mapped_cost_no_write(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.edit(customer, name_2="unmapped")
    systems.change(account, accountnumber="unmapped")
    assert systems.run() == {"-> unchanged": 1, "<- unchanged": 1}
    assert systems.sent.writes == []


# The integration user


def test_what_somebody_changed_as_the_integration_user_is_counted_and_left_alone(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    customer, account = pair
    systems.change(account, as_integration_user=True, address1_city="Moss")
    assert systems.run() == {"<- integration_user": 1}
    assert (now(customer, "city"), systems.problems()) == ("Oslo", [])
    (listed,) = SynchJobError.objects.all()
    assert (listed.code, listed.description) == (
        "changed_by_integration_user",
        f"{customer.no} Acme",
    )
    assert systems.run() == {}


def test_the_setting_turns_that_off(systems: TwoSystems, pair: tuple[Customer, Any]) -> None:
    ConnectionSetup.objects.update(ignore_integration_user_changes=False)
    systems.change(pair[1], as_integration_user=True, address1_city="Moss")
    assert systems.run() == {"<- modified": 1}
    assert now(pair[0], "city") == "Moss"


def test_the_next_change_of_somebody_else_brings_it_along(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.change(pair[1], as_integration_user=True, address1_city="Moss")
    systems.run()
    systems.change(pair[1], telephone1="222")
    systems.run()
    assert now(pair[0], "city", "phone_no") == ("Moss", "222")


def test_an_account_that_the_integration_user_made_is_counted_and_not_created(systems: TwoSystems) -> None:
    systems.set_mapping(synch_only_coupled_records=False)
    account = systems.account("Acme")
    systems.change(account, as_integration_user=True, address1_city="Moss")
    assert systems.run() == {"<- integration_user": 1}
    assert Customer.objects.count() == 0
    assert systems.run(scope="full") == {"<- inserted": 1}


def test_what_a_person_asks_for_includes_the_integration_users_changes(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.change(pair[1], as_integration_user=True, address1_city="Moss")
    (coupling,) = Coupling.objects.all()
    systems.run(scope="selected", coupling_ids=[str(coupling.id)])
    assert now(pair[0], "city") == "Moss"


def test_the_company_contact_that_follows_its_customer_is_nobodys_business(
    systems: TwoSystems, pair: tuple[Customer, Any]
) -> None:
    systems.change(pair[1], address1_city="Moss")
    systems.run()
    assert systems.run("CONTACT") == {"-> outside_filter": 1}
    assert systems.run("CONTACT") == {}
    assert Contact.objects.get().city == "Moss"


def test_what_the_erp_changes_by_itself_when_it_is_written_to_reaches_the_crm_at_once(
    systems: TwoSystems,
) -> None:
    account = systems.account("Acme")
    contact = systems.contact(account, "Nora", lastname="Aas")
    systems.change(account, primarycontactid=reference_to(contact))
    systems.run_all(scope="full")
    systems.work_all()
    customer = Customer.objects.get()
    assert now(customer, "contact") == now(account, "address1_primarycontactname") == "Nora Aas"
    systems.sent.requests.clear()
    systems.run_all(scope="full")
    assert systems.sent.writes == []
