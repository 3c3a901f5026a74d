"""Leads: the full name follows the names."""

from crm.business_rules.derivations.contact import full_name
from crm.business_rules.draft import Draft


def complete(draft: Draft) -> None:
    if draft.changes_any("firstname", "lastname"):
        draft.set("fullname", full_name(draft))
