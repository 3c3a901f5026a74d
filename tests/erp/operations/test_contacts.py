"""Contacts: companies and persons."""

import pytest

from erp.demo.factories import CustomerFactory, PersonFactory, SalespersonFactory
from erp.models import Contact
from erp.operations.create_contacts import create_contacts
from erp.operations.delete_contact import delete_contact
from erp.operations.errors import RecordChanged, RecordInUse, RecordRejected
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_customers import modify_customers
from erp.queries.table_fields import record_values
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company")


def company(name: str = "Harrow & Finch") -> Contact:
    """A company contact."""
    return create_contacts(rows=[{"name": name}])[0]


def test_a_contact_is_a_company_unless_it_is_said_to_be_a_person() -> None:
    contact = company()
    assert (contact.type, contact.company_id, contact.company_name) == (
        "company",
        contact.no,
        "Harrow & Finch",
    )


def test_the_name_of_a_person_is_made_of_its_parts() -> None:
    employer = company()
    (person,) = create_contacts(
        rows=[
            {
                "type": "person",
                "first_name": "Beatrice",
                "middle_name": "Anne",
                "surname": "Finch",
                "company_no": employer.no.lower(),
            }
        ]
    )
    assert (person.name, person.search_name) == ("Beatrice Anne Finch", "BEATRICE ANNE FINCH")
    assert (person.company_id, person.company_name) == (employer.no, "Harrow & Finch")
    assert record_values(Contact.objects.get(id=person.id)) == record_values(person)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Beatrice Finch", ("Beatrice", "", "Finch")),
        ("Beatrice Anne  Mary Finch", ("Beatrice", "Anne Mary", "Finch")),
        ("IT", ("", "", "IT")),
        ("", ("", "", "")),
    ],
)
def test_a_name_given_alone_is_taken_apart(name: str, parts: tuple[str, str, str]) -> None:
    (person,) = create_contacts(rows=[{"type": "person", "name": name}])
    assert (person.first_name, person.middle_name, person.surname) == parts


def test_the_parts_of_a_company_name_stay_blank() -> None:
    (contact,) = create_contacts(rows=[{"name": "Harrow & Finch", "surname": "Finch"}])
    assert (contact.name, contact.surname) == ("Harrow & Finch", "")


def test_a_new_surname_gives_a_person_a_new_name() -> None:
    person = PersonFactory.create(first_name="Beatrice", surname="Finch")
    (person,) = modify_contacts(changes={person.id: {"surname": "Harrow"}})
    assert (person.name, person.search_name) == ("Beatrice Harrow", "BEATRICE HARROW")
    (person,) = modify_contacts(changes={person.id: {"name": "Bea Anne Vale"}})
    assert (person.first_name, person.middle_name, person.surname) == ("Bea", "Anne", "Vale")


def test_a_person_can_move_to_another_company_or_to_none() -> None:
    first, second = company("First"), company("Second")
    person = PersonFactory.create(company_no=first.no)
    (person,) = modify_contacts(changes={person.id: {"company_no": second.no}})
    assert (person.company_id, person.company_name) == (second.no, "Second")
    (person,) = modify_contacts(changes={person.id: {"company_no": ""}})
    assert (person.company_id, person.company_name) == (None, "")


def test_a_person_works_for_a_company_that_is_there_and_is_one() -> None:
    person = PersonFactory.create()
    for number, code in ((person.no, "not_a_company"), ("CT999999", "unknown_reference")):
        with pytest.raises(RecordRejected) as caught:
            create_contacts(rows=[{"type": "person", "surname": "A", "company_no": number}])
        assert (caught.value.field, caught.value.code) == ("company_no", code)


def test_a_renamed_company_is_renamed_on_its_persons(heard: HeardEvents) -> None:
    employer = company()
    person = PersonFactory.create(company_no=employer.no)
    heard.all.clear()
    (employer,) = modify_contacts(changes={employer.id: {"name": "Finch Tailors"}})
    person.refresh_from_db()
    assert (employer.company_name, person.company_name) == ("Finch Tailors", "Finch Tailors")
    assert (employer.row_version, person.row_version) == (2, 2)
    assert heard.all == [("modified", "contact", 1), ("modified", "contact", 1)]


def test_the_primary_contact_of_a_customer_cannot_leave_its_company() -> None:
    customer = CustomerFactory.create()
    employer = Contact.objects.get()
    person = PersonFactory.create(company_no=employer.no)
    modify_customers(changes={customer.id: {"primary_contact_no": person.no}})
    for change in ({"company_no": ""}, {"type": "company"}):
        with pytest.raises(RecordRejected, match=f"primary contact of customer {customer.no}"):
            modify_contacts(changes={person.id: change})
    with pytest.raises(RecordInUse, match="used: Customers"):
        delete_contact(contact_id=person.id)


def test_a_company_with_persons_or_customers_stays_a_company() -> None:
    CustomerFactory.create()
    of_customer = Contact.objects.get()
    employer = company()
    PersonFactory.create(company_no=employer.no)
    for contact in (of_customer, employer):
        with pytest.raises(RecordRejected) as caught:
            modify_contacts(changes={contact.id: {"type": "person"}})
        assert caught.value.code == "company_with_relations"
        with pytest.raises(RecordInUse):
            delete_contact(contact_id=contact.id)


def test_a_lone_company_can_become_a_person_and_back() -> None:
    contact = company("Alasdair Quill")
    (contact,) = modify_contacts(changes={contact.id: {"type": "person", "company_no": ""}})
    assert (contact.type, contact.company_id) == ("person", None)
    (contact,) = modify_contacts(changes={contact.id: {"type": "company"}})
    assert (contact.type, contact.company_id, contact.company_name) == (
        "company",
        contact.no,
        "Alasdair Quill",
    )


def test_the_company_name_cannot_be_written() -> None:
    with pytest.raises(RecordRejected) as caught:
        create_contacts(rows=[{"name": "A", "company_name": "B"}])
    assert caught.value.code == "not_editable"


def test_an_outdated_version_is_refused_on_modifying_and_deleting(heard: HeardEvents) -> None:
    SalespersonFactory.create(code="KB")
    contact = company()
    modify_contacts(changes={contact.id: {"salesperson_code": "KB"}})
    with pytest.raises(RecordChanged):
        modify_contacts(changes={contact.id: {"city": "Oslo"}}, expected_versions={contact.id: 1})
    with pytest.raises(RecordChanged):
        delete_contact(contact_id=contact.id, expected_version=1)
    delete_contact(contact_id=contact.id, expected_version=2)
    assert heard.all[-1] == ("deleted", "contact", 1)
