"""Modifies customers; the company contact of each follows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import Customer
from erp.operations.assign_values import refuse_new_key
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.company_contact import lock_company_contacts, touches_shared
from erp.operations.follow_customers import follow_customers
from erp.operations.line_records import refuse_blank
from erp.operations.locking import lock_where, pick
from erp.operations.post_code_filling import fill_from_post_codes
from erp.operations.primary_contacts import name_primary_contacts
from erp.operations.references import check_references
from erp.operations.search_names import keep_search_name
from erp.queries.table_fields import record_values


@transaction.atomic
def modify_customers(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Customer]:
    """Modifies customers by id and returns them as they are now, in the order of ``changes``.

    What has not changed is not written. A new primary contact must be a person of the customer's
    company; its name becomes ``contact`` unless that is given. Raises RecordRejected, RecordChanged,
    RecordMissing; nothing is written then.
    """
    locked = lock_where(Customer, Q(id__in=list(changes)))
    customers = pick(locked, list(changes), model=Customer, expected_versions=expected_versions)
    rows = clean_rows(table="customer", rows=changes.values())
    refuse_blank(table="customer", rows=rows, fields=("name",), new=False)
    current = [record_values(customer) for customer in customers]
    for index, (customer, row) in enumerate(zip(customers, rows, strict=True)):
        refuse_new_key(table="customer", key="no", index=index, record=customer, values=row)
        keep_search_name(row, current[index])
    fill_from_post_codes(rows, current)
    check_references(table="customer", rows=rows, except_for=("primary_contact_no",))
    if not touches_shared(rows) and not any("primary_contact_no" in row for row in rows):
        write_changes(customers, rows)
        return customers
    company_contacts = lock_company_contacts(customers)
    name_primary_contacts(customers, rows, company_contacts)
    changed = write_changes(customers, rows)
    follow_customers([c for c in customers if c.id in changed], company_contacts)
    return customers
