"""Creates contacts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import Contact, ContactType
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import insert_new
from erp.operations.contact_companies import complete_names, lock_companies, name_companies
from erp.operations.number_records import number_rows
from erp.operations.post_code_filling import fill_from_post_codes
from erp.operations.references import check_references


@transaction.atomic
def create_contacts(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Contact]:
    """Creates a contact per row, a company unless ``type`` says ``person``; numbers as for customers.

    Raises RecordRejected; nothing is written then.
    """
    values = clean_rows(table="contact", rows=rows)
    for row in values:
        row.setdefault("type", ContactType.COMPANY.value)
        complete_names(row, {})
    fill_from_post_codes(values, [{}] * len(values))
    check_references(table="contact", rows=values, except_for=("company_no",))
    persons = [row if row["type"] == ContactType.PERSON else {} for row in values]
    name_companies(persons, lock_companies(persons))
    number_rows(model=Contact, rows=values)
    for row in values:
        if row["type"] == ContactType.COMPANY:
            row.update(company_no=row["no"], company_name=row.get("name", ""))
    return insert_new(model=Contact, rows=values, key="no", created_ids=created_ids)
