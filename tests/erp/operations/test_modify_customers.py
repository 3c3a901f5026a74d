"""Modifying customers."""

from decimal import Decimal
from uuid import uuid4

import pytest

from erp.demo.factories import CustomerFactory, PersonFactory, SalespersonFactory
from erp.models import Contact, Customer
from erp.operations.create_customers import create_customers
from erp.operations.errors import RecordChanged, RecordMissing, RecordRejected
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_customers import modify_customers
from erp.operations.save_post_code import save_post_code
from erp.queries.customer_contacts import company_nos_of_customers
from erp.queries.table_fields import record_values
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company")


def person_of(customer: Customer, **values: str) -> Contact:
    """A person who works for a customer."""
    company_no = company_nos_of_customers([customer.no])[customer.no]
    return PersonFactory.create(company_no=company_no, **values)


def company_of(customer: Customer) -> Contact:
    """The company contact of a customer."""
    return Contact.objects.get(no=company_nos_of_customers([customer.no])[customer.no])


def test_the_result_holds_what_is_in_the_database_in_the_order_that_was_asked_for() -> None:
    first, second = CustomerFactory.create_batch(2)
    result = modify_customers(
        changes={second.id: {"name": "Second  ", "credit_limit_lcy": 12.5}, first.id: {"city": "Oslo "}}
    )
    stored = Customer.objects.in_bulk()
    assert [customer.id for customer in result] == [second.id, first.id]
    assert [record_values(customer) for customer in result] == [
        record_values(stored[second.id]),
        record_values(stored[first.id]),
    ]
    assert (result[0].name, result[0].credit_limit_lcy, result[1].city) == ("Second", Decimal("12.5"), "Oslo")


def test_the_company_contact_follows_and_its_persons_show_the_new_company_name(heard: HeardEvents) -> None:
    customer = CustomerFactory.create(name="Old name")
    person = person_of(customer)
    heard.all.clear()
    modify_customers(changes={customer.id: {"name": "New name", "phone_no": "123", "address_2": "2nd floor"}})
    company = company_of(customer)
    person.refresh_from_db()
    assert (company.name, company.company_name, company.phone_no, company.address_2) == (
        "New name",
        "New name",
        "123",
        "2nd floor",
    )
    assert company.search_name == "NEW NAME"
    assert (person.company_name, company.row_version, person.row_version) == ("New name", 2, 2)
    assert heard.all == [("modified", "customer", 1), ("modified", "contact", 1), ("modified", "contact", 1)]


def test_a_change_that_does_not_concern_the_company_contact_leaves_it_alone(heard: HeardEvents) -> None:
    customer = CustomerFactory.create()
    heard.all.clear()
    modify_customers(changes={customer.id: {"credit_limit_lcy": 777, "blocked": "all"}})
    assert heard.all == [("modified", "customer", 1)]
    assert company_of(customer).row_version == 1


def test_what_has_not_changed_is_not_written(heard: HeardEvents) -> None:
    customer = CustomerFactory.create(name="Same")
    heard.all.clear()
    (result,) = modify_customers(changes={customer.id: {"name": "Same ", "no": customer.no.lower()}})
    assert (result.row_version, heard.all) == (1, [])


def test_a_record_that_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    customer = CustomerFactory.create(name="Mine")
    modify_customers(changes={customer.id: {"name": "Theirs"}}, expected_versions={customer.id: 1})
    with pytest.raises(RecordChanged, match="was changed by somebody else"):
        modify_customers(changes={customer.id: {"name": "Mine"}}, expected_versions={customer.id: 1})
    customer.refresh_from_db()
    assert (customer.name, customer.row_version) == ("Theirs", 2)


def test_a_record_that_is_gone_is_named() -> None:
    with pytest.raises(RecordMissing, match="does not exist"):
        modify_customers(changes={uuid4(): {"name": "Nobody"}})


def test_one_bad_change_keeps_the_others_from_being_written() -> None:
    good, bad = CustomerFactory.create_batch(2)
    with pytest.raises(RecordRejected) as caught:
        modify_customers(changes={good.id: {"name": "Changed"}, bad.id: {"salesperson_code": "NOBODY"}})
    good.refresh_from_db()
    assert (caught.value.index, good.name == "Changed") == (1, False)


def test_the_number_is_changed_by_renaming_only() -> None:
    customer = CustomerFactory.create()
    with pytest.raises(RecordRejected) as caught:
        modify_customers(changes={customer.id: {"no": "OTHER"}})
    assert caught.value.code == "not_editable"


def test_a_primary_contact_gives_the_customer_its_contact_name() -> None:
    customer = CustomerFactory.create()
    person = person_of(customer, first_name="Nora", surname="Whitfield")
    (result,) = modify_customers(changes={customer.id: {"primary_contact_no": person.no.lower()}})
    assert (result.primary_contact_id, result.contact) == (person.no, "Nora Whitfield")
    (result,) = modify_customers(changes={customer.id: {"primary_contact_no": ""}})
    assert (result.primary_contact_id, result.contact) == (None, "")


def test_a_contact_name_given_along_with_the_primary_contact_is_kept() -> None:
    customer = CustomerFactory.create()
    person = person_of(customer)
    (result,) = modify_customers(
        changes={customer.id: {"primary_contact_no": person.no, "contact": "The Boss"}}
    )
    assert result.contact == "The Boss"
    (result,) = modify_customers(changes={customer.id: {"primary_contact_no": person.no}})
    assert result.contact == "The Boss", "an unchanged primary contact changes nothing"


def test_only_a_person_of_the_customers_own_company_can_be_its_primary_contact() -> None:
    customer, other = CustomerFactory.create_batch(2)
    for number in (person_of(other).no, company_of(customer).no, "CT999999", PersonFactory.create().no):
        with pytest.raises(RecordRejected) as caught:
            modify_customers(changes={customer.id: {"primary_contact_no": number}})
        assert caught.value.code == "contact_of_other_company"


def test_the_search_name_follows_the_name_until_somebody_chooses_another() -> None:
    (customer,) = create_customers(rows=[{"name": "Alpha"}])
    assert modify_customers(changes={customer.id: {"name": "Beta"}})[0].search_name == "BETA"
    modify_customers(changes={customer.id: {"search_name": "mine"}})
    assert modify_customers(changes={customer.id: {"name": "Gamma"}})[0].search_name == "MINE"


def test_a_new_post_code_fills_only_what_is_blank() -> None:
    save_post_code(values={"code": "5003", "city": "Bergen", "country_region_code": "NO"})
    (customer,) = create_customers(rows=[{"name": "A"}])
    (result,) = modify_customers(changes={customer.id: {"post_code": "5003"}})
    assert (result.city, result.country_region_id) == ("Bergen", "NO")


def test_the_salesperson_can_be_changed_and_taken_away() -> None:
    SalespersonFactory.create(code="KB")
    customer = CustomerFactory.create()
    assert modify_customers(changes={customer.id: {"salesperson_code": "KB"}})[0].salesperson_id == "KB"
    assert company_of(customer).salesperson_id == "KB"
    assert modify_customers(changes={customer.id: {"salesperson_code": ""}})[0].salesperson_id is None


def test_the_customer_follows_its_company_contact(heard: HeardEvents) -> None:
    customer = CustomerFactory.create(name="Old name")
    company = company_of(customer)
    heard.all.clear()
    modify_contacts(changes={company.id: {"name": "New name", "city": "Oslo"}})
    customer.refresh_from_db()
    assert (customer.name, customer.search_name, customer.city, customer.row_version) == (
        "New name",
        "NEW NAME",
        "Oslo",
        2,
    )
    assert heard.all == [("modified", "contact", 1), ("modified", "customer", 1)]
