"""Which company a contact belongs to: a company contact to itself, a person to a company or to none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from erp.models import Contact, ContactType
from erp.operations.contact_names import NAME_PARTS, complete_name
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where
from erp.operations.search_names import keep_search_name


def complete_names(row: dict[str, Any], current: Mapping[str, Any]) -> None:
    """Completes name, name parts and search name of a contact's row."""
    if row.get("type", current.get("type")) == ContactType.PERSON:
        complete_name(row, current)
    else:
        row.update(dict.fromkeys(NAME_PARTS, ""))
    keep_search_name(row, current)


def companies_named(rows: Iterable[Mapping[str, Any]]) -> Q:
    """The condition for the contacts that rows name as companies."""
    return Q(no__in={row["company_no"] for row in rows if row.get("company_no")})


def lock_companies(rows: Sequence[Mapping[str, Any]]) -> list[Contact]:
    """Locks the contacts that rows name as companies, so that their names stay what they are."""
    if not any(row.get("company_no") for row in rows):
        return []
    return lock_where(Contact, companies_named(rows))


def name_companies(rows: Sequence[dict[str, Any]], contacts: Iterable[Contact]) -> None:
    """Sets ``company_name`` of persons whose company is named; rejects what is not a company."""
    known = {contact.no: contact for contact in contacts}
    for index, row in enumerate(rows):
        if "company_no" not in row:
            continue
        company = known.get(row["company_no"])
        if row["company_no"] and company is None:
            raise _rejected(index, "unknown_reference", row["company_no"])
        if company is not None and company.type != ContactType.COMPANY:
            raise _rejected(index, "not_a_company", row["company_no"])
        row["company_name"] = company.name if company else ""


def _rejected(index: int, code: str, value: str) -> RecordRejected:
    return RecordRejected(
        table="contact", index=index, field="company_no", code=code, params={"value": value}
    )
