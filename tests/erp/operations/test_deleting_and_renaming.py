"""Deleting customers, and giving records another number or code."""

from uuid import UUID

import pytest

from erp import events
from erp.demo.factories import CurrencyFactory, CustomerFactory, PersonFactory, SalespersonFactory
from erp.models import Contact, ContactBusinessRelation, Customer
from erp.operations.delete_contact import delete_contact
from erp.operations.delete_customer import delete_customer
from erp.operations.errors import RecordChanged, RecordMissing, RecordRejected
from erp.operations.modify_customers import modify_customers
from erp.operations.rename_record import rename_record
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company")


def test_a_deleted_customer_leaves_its_contacts_behind(heard: HeardEvents) -> None:
    customer = CustomerFactory.create()
    with pytest.raises(RecordChanged):
        delete_customer(customer_id=customer.id, expected_version=7)
    delete_customer(customer_id=customer.id, expected_version=1)
    assert (Customer.objects.count(), ContactBusinessRelation.objects.count()) == (0, 0)
    assert heard.all[-1] == ("deleted", "customer", 1)
    delete_contact(contact_id=Contact.objects.get().id)
    with pytest.raises(RecordMissing):
        delete_customer(customer_id=customer.id)


def test_the_event_of_a_deletion_says_what_was_deleted() -> None:
    customer = CustomerFactory.create(no="C1", name="Larkspur Kitchens")
    told: dict[UUID, str] = {}

    def listen(descriptions: dict[UUID, str], **kwargs: object) -> None:
        told.update(descriptions)

    events.records_deleted.connect(listen)
    delete_customer(customer_id=customer.id)
    events.records_deleted.disconnect(listen)
    assert told == {customer.id: "C1 Larkspur Kitchens"}


def test_a_renamed_salesperson_keeps_customers_and_contacts(heard: HeardEvents) -> None:
    salesperson = SalespersonFactory.create(code="KB")
    customer = CustomerFactory.create(salesperson_code="KB")
    heard.all.clear()
    rename_record(table="salesperson", record_id=salesperson.id, new_key="karin", expected_version=1)
    customer.refresh_from_db()
    assert (customer.salesperson_id, customer.row_version) == ("KARIN", 2)
    assert Contact.objects.get().salesperson_id == "KARIN"
    assert heard.all == [("modified", table, 1) for table in ("salesperson", "customer", "contact")]


def test_a_renamed_customer_keeps_its_company_contact() -> None:
    customer = CustomerFactory.create(no="C1")
    rename_record(table="customer", record_id=customer.id, new_key="C2")
    modify_customers(changes={customer.id: {"name": "New name"}})
    assert Contact.objects.get().name == "New name"


def test_a_renamed_company_contact_keeps_its_persons_and_its_customer() -> None:
    customer = CustomerFactory.create()
    company = Contact.objects.get()
    person = PersonFactory.create(company_no=company.no)
    rename_record(table="contact", record_id=company.id, new_key="X1")
    rename_record(table="contact", record_id=person.id, new_key="X2")
    (customer,) = modify_customers(changes={customer.id: {"primary_contact_no": "X2"}})
    assert customer.primary_contact_id == "X2"
    assert set(Contact.objects.values_list("no", "company__no")) == {("X1", "X1"), ("X2", "X1")}


def test_a_renamed_currency_keeps_its_rates() -> None:
    currency = CurrencyFactory.create(code="NKR")
    values = {"currency_code": "NKR", "starting_date": "2026-01-01"}
    amounts = {"exchange_rate_amount": 11, "relational_exch_rate_amount": 1}
    rate = save_currency_exchange_rate(values=values | amounts)
    rename_record(table="currency", record_id=currency.id, new_key="NOK")
    rate.refresh_from_db()
    assert rate.currency_id == "NOK"


def test_a_new_key_must_be_free_and_not_blank_and_the_same_key_is_no_change() -> None:
    first, _second = SalespersonFactory.create(code="A"), SalespersonFactory.create(code="B")
    for key, code in (("b", "not_unique"), (" ", "required"), ("x" * 21, "too_long")):
        with pytest.raises(RecordRejected) as caught:
            rename_record(table="salesperson", record_id=first.id, new_key=key)
        assert caught.value.code == code
    assert rename_record(table="salesperson", record_id=first.id, new_key=" a ").row_version == 1
