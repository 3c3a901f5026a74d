"""Lets customers follow what has changed on their company contacts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from erp.models import Contact, ContactBusinessRelation, Customer, LinkToTable
from erp.operations.assign_values import assign
from erp.operations.company_contact import SHARED_FIELDS, shared_values, touches_shared
from erp.operations.locking import lock_where
from erp.operations.write_rows import update_rows


@dataclass(frozen=True)
class Followers:
    """Locked customers by the number of their company contact."""

    customer_by_company: Mapping[str, Customer]


def lock_followers(contact_ids: Sequence[UUID], rows: Sequence[Mapping[str, Any]]) -> Followers:
    """Locks the customers of company contacts; customers are always locked before contacts."""
    if not touches_shared(rows):
        return Followers({})
    relations = dict(
        ContactBusinessRelation.objects.filter(
            link_to_table=LinkToTable.CUSTOMER, contact__id__in=contact_ids
        ).values_list("no", "contact__no")
    )
    customers = lock_where(Customer, Q(no__in=relations)) if relations else []
    return Followers({relations[customer.no]: customer for customer in customers})


def follow_contacts(contacts: Iterable[Contact], followers: Followers) -> None:
    """Copies name, address and communication of company contacts to their customers."""
    by_company = followers.customer_by_company
    changed = [
        by_company[contact.no]
        for contact in contacts
        if contact.no in by_company and assign(by_company[contact.no], shared_values(contact))
    ]
    update_rows(changed, SHARED_FIELDS)
