"""The primary contact of a customer is a person of its company contact, whose name the customer shows."""

from collections.abc import Sequence
from typing import Any

from erp.models import ContactType, Customer
from erp.operations.company_contact import CompanyContacts
from erp.operations.errors import RecordRejected


def name_primary_contacts(
    customers: Sequence[Customer], rows: Sequence[dict[str, Any]], company_contacts: CompanyContacts
) -> None:
    """Checks newly chosen primary contacts and completes the rows with ``contact``."""
    customer_of = company_contacts.customer_no_by_company
    persons = {
        (customer_of[contact.company_id or ""], contact.no): contact
        for contact in company_contacts.contacts
        if contact.type == ContactType.PERSON
    }
    for index, (customer, row) in enumerate(zip(customers, rows, strict=True)):
        number = newly_chosen(customer, row)
        if number is None:
            continue
        person = persons.get((customer.no, number))
        if number and person is None:
            raise contact_of_other_company(index, number)
        row.setdefault("contact", person.name if person else "")


def newly_chosen(customer: Customer, row: dict[str, Any]) -> str | None:
    """Returns the number of the new primary contact, blank for none any more, None when unchanged."""
    number = row.get("primary_contact_no")
    return None if number is None or number == (customer.primary_contact_id or "") else number


def contact_of_other_company(index: int, number: str) -> RecordRejected:
    """The rejection of a primary contact that does not work for the customer."""
    return RecordRejected(
        table="customer",
        index=index,
        field="primary_contact_no",
        code="contact_of_other_company",
        params={"value": number},
    )
