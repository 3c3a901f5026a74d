"""Contacts: companies, and the persons who work there."""

from collections.abc import Collection, Mapping

from erp.models import Contact, ContactBusinessRelation, ContactType, LinkToTable
from erp.operations.create_contacts import create_contacts
from erp.operations.delete_contact import delete_contact
from erp.operations.modify_contacts import modify_contacts
from erp.operations.record_operations import by_rows
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Entity, calculated, option, value
from erp.rest_api.kinds import TEXT


def _business_relation(contact_nos: Collection[str]) -> Mapping[str, str]:
    """Whether the contact is, or works for, a customer."""
    companies = dict(Contact.objects.filter(no__in=contact_nos).values_list("no", "company_id"))
    relations = ContactBusinessRelation.objects.filter(
        link_to_table=LinkToTable.CUSTOMER, contact__in=set(companies.values())
    )
    customers = set(relations.values_list("contact_id", flat=True))
    return {no: "Customer" if companies.get(no) in customers else "None" for no in contact_nos}


CONTACTS = Entity(
    name="contacts",
    singular="contact",
    model=Contact,
    key="no",
    declared=(
        RECORD_ID,
        value("number", "no"),
        option("type", "type", {ContactType.COMPANY: "Company", ContactType.PERSON: "Person"}),
        value("displayName", "name"),
        value("jobTitle", "job_title"),
        value("companyNumber", "company_no"),
        value("companyName", "company_name"),
        calculated("contactBusinessRelation", _business_relation, kind=TEXT),
        value("addressLine1", "address"),
        value("addressLine2", "address_2"),
        value("city", "city"),
        value("state", "county"),
        value("country", "country_region_code"),
        value("postalCode", "post_code"),
        value("phoneNumber", "phone_no"),
        value("mobilePhoneNumber", "mobile_phone_no"),
        value("email", "e_mail"),
        value("website", "home_page"),
        value("searchName", "search_name"),
        LAST_MODIFIED,
    ),
    operations=by_rows(
        create=create_contacts, modify=modify_contacts, delete=delete_contact, id_name="contact_id"
    ),
)
