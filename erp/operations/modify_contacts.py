"""Modifies contacts; the customer of a company contact follows."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import Contact, ContactType
from erp.operations.assign_values import refuse_new_key
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.company_contact import rename_company_of_persons
from erp.operations.contact_companies import companies_named, complete_names, name_companies
from erp.operations.contact_moves import check_moves
from erp.operations.follow_contacts import follow_contacts, lock_followers
from erp.operations.locking import lock_where, pick
from erp.operations.post_code_filling import fill_from_post_codes
from erp.operations.references import check_references
from erp.queries.table_fields import record_values


@transaction.atomic
def modify_contacts(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Contact]:
    """Modifies contacts by id and returns them as they are now, in the order of ``changes``.

    What has not changed is not written. Raises RecordRejected, RecordChanged, RecordMissing; nothing
    is written then.
    """
    rows = clean_rows(table="contact", rows=changes.values())
    followers = lock_followers(list(changes), rows)
    locked = _lock(list(changes), rows)
    contacts = pick(locked, list(changes), model=Contact, expected_versions=expected_versions)
    _complete(contacts, rows, locked)
    changed = write_changes(contacts, rows)
    written = [contact for contact in contacts if contact.id in changed]
    rename_company_of_persons([c for c in written if c.type == ContactType.COMPANY], locked)
    follow_contacts(written, followers)
    return contacts


def _lock(ids: Sequence[UUID], rows: Sequence[Mapping[str, Any]]) -> list[Contact]:
    """Locks everything in one order: the contacts, companies they move to, persons of renamed companies."""
    condition = Q(id__in=ids)
    if any(row.get("company_no") for row in rows):
        condition |= companies_named(rows)
    if any("name" in row for row in rows):
        condition |= Q(company__no__in=Contact.objects.filter(id__in=ids).values("no"))
    return lock_where(Contact, condition)


def _complete(contacts: Sequence[Contact], rows: Sequence[dict[str, Any]], locked: Sequence[Contact]) -> None:
    current = [record_values(contact) for contact in contacts]
    for index, (contact, row) in enumerate(zip(contacts, rows, strict=True)):
        refuse_new_key(table="contact", key="no", index=index, record=contact, values=row)
        complete_names(row, current[index])
        if row.get("type", contact.type) == ContactType.COMPANY:
            row.update(company_no=contact.no, company_name=row.get("name", contact.name))
    fill_from_post_codes(rows, current)
    check_references(table="contact", rows=rows, except_for=("company_no",))
    check_moves(contacts, rows)
    persons = [
        row if row.get("type", c.type) == ContactType.PERSON else {}
        for c, row in zip(contacts, rows, strict=True)
    ]
    name_companies(persons, locked)
