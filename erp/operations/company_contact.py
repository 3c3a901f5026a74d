"""What a customer and its company contact have in common: one follows the other."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from erp.models import Contact, ContactBusinessRelation, Customer, ErpRecord, LinkToTable
from erp.operations.locking import lock_where
from erp.operations.write_rows import update_rows
from erp.queries.table_fields import record_values

SHARED_FIELDS = (
    "name",
    "name_2",
    "search_name",
    "address",
    "address_2",
    "city",
    "county",
    "post_code",
    "country_region_code",
    "phone_no",
    "mobile_phone_no",
    "fax_no",
    "e_mail",
    "home_page",
    "salesperson_code",
    "currency_code",
)


@dataclass(frozen=True)
class CompanyContacts:
    """The company contacts of some customers with the persons who work there, all locked."""

    customer_no_by_company: Mapping[str, str]
    contacts: Collection[Contact]

    @property
    def companies(self) -> list[Contact]:
        """The company contacts themselves."""
        return [contact for contact in self.contacts if contact.no in self.customer_no_by_company]


def lock_company_contacts(customers: Iterable[Customer]) -> CompanyContacts:
    """Locks companies and their persons together, in the one order in which everybody locks contacts."""
    relations = ContactBusinessRelation.objects.filter(
        link_to_table=LinkToTable.CUSTOMER, no__in=[customer.no for customer in customers]
    )
    customer_no_by_company = dict(relations.values_list("contact__no", "no"))
    return CompanyContacts(
        customer_no_by_company, lock_where(Contact, Q(company__no__in=customer_no_by_company))
    )


def shared_values(record: ErpRecord) -> dict[str, Any]:
    """Returns what the other of the two must have, too."""
    return record_values(record, SHARED_FIELDS)


def touches_shared(changes: Iterable[Mapping[str, Any]]) -> bool:
    """Tells whether any change names a field that the other of the two has, too."""
    return any(not change.keys().isdisjoint(SHARED_FIELDS) for change in changes)


def rename_company_of_persons(companies: Iterable[Contact], contacts: Iterable[Contact]) -> None:
    """Gives locked contacts the present name of their company, where they have another."""
    names = {company.no: company.name for company in companies}
    stale = [
        contact
        for contact in contacts
        if contact.company_id in names and contact.company_name != names[contact.company_id]
    ]
    for contact in stale:
        contact.company_name = names[contact.company_id or ""]
    update_rows(stale, ["company_name"])
