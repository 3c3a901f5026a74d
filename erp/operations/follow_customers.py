"""Lets the company contacts of customers follow what has changed on the customers."""

from collections.abc import Iterable

from erp.models import Contact, Customer
from erp.operations.assign_values import assign
from erp.operations.company_contact import (
    SHARED_FIELDS,
    CompanyContacts,
    rename_company_of_persons,
    shared_values,
)
from erp.operations.write_rows import update_rows


def follow_customers(customers: Iterable[Customer], company_contacts: CompanyContacts) -> None:
    """Copies name, address and communication to the company contacts; their persons' company name, too."""
    by_no = {customer.no: customer for customer in customers}
    customer_of = company_contacts.customer_no_by_company
    companies = [c for c in company_contacts.companies if customer_of[c.no] in by_no]
    changed = [c for c in companies if _follow(c, by_no[customer_of[c.no]])]
    update_rows(changed, (*SHARED_FIELDS, "company_name"))
    rename_company_of_persons(companies, company_contacts.contacts)


def _follow(company: Contact, customer: Customer) -> bool:
    values = shared_values(customer)
    return bool(assign(company, {**values, "company_name": values["name"]}))
