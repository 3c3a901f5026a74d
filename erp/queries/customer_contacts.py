"""Which company contact belongs to which customer, and which persons work there."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from erp.models import Contact, ContactBusinessRelation, ContactType, Customer, LinkToTable


def company_nos_of_customers(customer_nos: Iterable[str]) -> dict[str, str]:
    """Returns the number of the company contact by customer number."""
    relations = ContactBusinessRelation.objects.filter(
        link_to_table=LinkToTable.CUSTOMER, no__in=list(customer_nos)
    )
    return dict(relations.values_list("no", "contact__no"))


def customer_ids_of_companies(company_nos: Iterable[str]) -> dict[str, UUID]:
    """Returns the id of the customer by the number of its company contact."""
    relations = ContactBusinessRelation.objects.filter(
        link_to_table=LinkToTable.CUSTOMER, contact__no__in=list(company_nos)
    )
    company_by_customer = dict(relations.values_list("no", "contact__no"))
    customers = Customer.objects.filter(no__in=company_by_customer).values_list("no", "id")
    return {company_by_customer[no]: record_id for no, record_id in customers}


def persons_of_customers() -> QuerySet[Contact]:
    """Returns the persons who work for a company that is a customer."""
    is_customer = ContactBusinessRelation.objects.filter(
        link_to_table=LinkToTable.CUSTOMER, contact__no=OuterRef("company__no")
    )
    return Contact.objects.filter(Q(type=ContactType.PERSON), Exists(is_customer))


def persons_of_customer(customer_no: str) -> QuerySet[Contact]:
    """Returns the persons who work for a customer: those who can be its primary contact."""
    companies = ContactBusinessRelation.objects.filter(link_to_table=LinkToTable.CUSTOMER, no=customer_no)
    return Contact.objects.filter(type=ContactType.PERSON, company__no__in=companies.values("contact__no"))
