"""Creates customers, each with its company contact."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import Contact, ContactBusinessRelation, Customer, LinkToTable, MarketingSetup
from erp.operations.assign_values import new_record
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import build_new, insert_unique
from erp.operations.company_contact import shared_values
from erp.operations.line_records import refuse_blank
from erp.operations.number_records import number_rows
from erp.operations.post_code_filling import fill_from_post_codes
from erp.operations.primary_contacts import contact_of_other_company
from erp.operations.references import check_references
from erp.operations.search_names import keep_search_name
from erp.operations.write_rows import insert_rows

DEFAULT_BUSINESS_RELATION = "CUST"


@transaction.atomic
def create_customers(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Customer]:
    """Creates a customer per row; a row without ``no`` is numbered from the customers' number series.

    A company contact with the same name and address is created for each. The number of queries does
    not depend on the number of rows. Raises RecordRejected, also for one without a name; nothing is
    written then.
    """
    values = clean_rows(table="customer", rows=rows)
    refuse_blank(table="customer", rows=values, fields=("name",), new=True)
    fill_from_post_codes(values, [{}] * len(values))
    check_references(table="customer", rows=values, except_for=("primary_contact_no",))
    for index, row in enumerate(values):
        keep_search_name(row, {})
        _refuse_primary_contact(index, row)
    number_rows(model=Customer, rows=values)
    customers = build_new(model=Customer, rows=values, created_ids=created_ids)
    insert_unique(records=customers, key="no", created_ids=created_ids)
    _create_company_contacts(customers)
    return customers


def _refuse_primary_contact(index: int, row: Mapping[str, Any]) -> None:
    # Nobody can work for a company that is only coming into being.
    if row.get("primary_contact_no"):
        raise contact_of_other_company(index, row["primary_contact_no"])


def _create_company_contacts(customers: Sequence[Customer]) -> None:
    rows = [{**shared_values(customer), "type": "company"} for customer in customers]
    number_rows(model=Contact, rows=rows)
    contacts = [
        new_record(Contact, {**row, "company_no": row["no"], "company_name": row["name"]}) for row in rows
    ]
    relation_code = MarketingSetup.objects.values_list("bus_rel_code_for_customers", flat=True).first()
    relations = [
        ContactBusinessRelation(
            contact_id=contact.no,
            business_relation_code=relation_code or DEFAULT_BUSINESS_RELATION,
            link_to_table=LinkToTable.CUSTOMER,
            no=customer.no,
        )
        for contact, customer in zip(contacts, customers, strict=True)
    ]
    insert_rows(contacts)
    insert_rows(relations)
