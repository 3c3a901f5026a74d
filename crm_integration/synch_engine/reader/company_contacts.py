"""A person's company: a contact in the ERP, an account in the CRM, joined by the customer's coupling."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from crm_integration.models import Coupling
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.related import Reference
from crm_integration.table_mapping.values import LookupValue
from erp.models import ContactBusinessRelation, Customer

CUSTOMER, ACCOUNT, CONTACT = "customer", "account", "contact"


def applies(row: FieldRow, erp_table: str, crm_table: str) -> bool:
    return erp_table == CONTACT and crm_table == ACCOUNT


def accounts_of_companies(company_nos: Collection[str]) -> dict[str, Reference]:
    """Returns, by company contact no., the account of its customer; no customer, no entry."""
    customer_nos: dict[str, str] = dict(
        ContactBusinessRelation.objects.filter(
            contact_id__in=company_nos, link_to_table=CUSTOMER
        ).values_list("contact_id", "no")  # type: ignore[arg-type]
    )
    customers = dict(Customer.objects.filter(no__in=customer_nos.values()).values_list("no", "id"))
    accounts = dict(_couplings().filter(erp_id__in=customers.values()).values_list("erp_id", "crm_id"))
    references: dict[str, Reference] = {}
    for company_no, customer_no in customer_nos.items():
        customer_id = customers.get(customer_no)
        if customer_id is None:
            continue
        account = accounts.get(customer_id)
        references[company_no] = Reference(
            value=LookupValue(account, ACCOUNT) if account else None,
            label=customer_no,
            awaited=Awaited(CUSTOMER, customer_id),
        )
    return references


def companies_of_accounts(account_ids: Collection[UUID]) -> dict[UUID, Reference]:
    """Returns, by account, the company contact no. of its customer."""
    customers = dict(_couplings().filter(crm_id__in=account_ids).values_list("crm_id", "erp_id"))
    nos = dict(Customer.objects.filter(id__in=customers.values()).values_list("id", "no"))
    relations = ContactBusinessRelation.objects.filter(no__in=nos.values(), link_to_table=CUSTOMER)
    companies: dict[str, str] = dict(relations.values_list("no", "contact_id"))  # type: ignore[arg-type]
    return {
        account_id: Reference(companies[nos[customer_id]], nos[customer_id])
        for account_id, customer_id in customers.items()
        if nos.get(customer_id) in companies
    }


def _couplings() -> QuerySet[Coupling]:
    return Coupling.objects.filter(erp_table=CUSTOMER, crm_table=ACCOUNT, state=Coupling.State.COUPLED)
