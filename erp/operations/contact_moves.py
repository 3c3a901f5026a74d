"""When a contact may change its type or its company."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from erp.models import Contact, ContactBusinessRelation, ContactType, Customer
from erp.operations.errors import RecordRejected


def check_moves(contacts: Sequence[Contact], rows: Sequence[dict[str, Any]]) -> None:
    """Rejects to move a primary contact away from its customer, or to dissolve a company in use."""
    moving = {
        contact.no: index
        for index, (contact, row) in enumerate(zip(contacts, rows, strict=True))
        if _moves(contact, row)
    }
    if not moving:
        return
    _refuse_primary_contacts(moving)
    _refuse_companies_in_use(moving)


def _moves(contact: Contact, row: dict[str, Any]) -> bool:
    company_no = row.get("company_no", contact.company_id or "")
    return row.get("type", contact.type) != contact.type or company_no != (contact.company_id or "")


def _refuse_primary_contacts(moving: dict[str, int]) -> None:
    customers = Customer.objects.filter(primary_contact__no__in=moving)
    for number, customer_no in customers.values_list("primary_contact__no", "no")[:1]:
        raise RecordRejected(
            table="contact",
            index=moving[number or ""],
            field="company_no",
            code="primary_contact_elsewhere",
            params={"value": number, "customer": customer_no},
        )


def _refuse_companies_in_use(moving: dict[str, int]) -> None:
    persons = Contact.objects.filter(company__no__in=moving, type=ContactType.PERSON)
    relations = ContactBusinessRelation.objects.filter(contact__no__in=moving)
    of_persons = persons.exclude(no__in=moving).values_list("company__no", flat=True)[:1]
    of_relations = relations.values_list("contact__no", flat=True)[:1]
    for number in chain(of_persons, of_relations):
        raise RecordRejected(
            table="contact",
            index=moving[number or ""],
            field="type",
            code="company_with_relations",
            params={"value": number},
        )
