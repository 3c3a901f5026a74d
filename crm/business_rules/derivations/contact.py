"""Contacts: the full name follows the names, the account follows the company."""

from crm.business_rules.draft import Draft


def complete(draft: Draft) -> None:
    if draft.changes_any("firstname", "lastname"):
        draft.set("fullname", full_name(draft))
    if draft.changes_any("parentcustomerid"):
        company = draft.get("parentcustomerid")
        draft.set("accountid", company if company and company.table == "account" else None)
        draft.set("parentcontactid", company if company and company.table == "contact" else None)


def full_name(draft: Draft) -> str:
    """First and last name, cut to what the column holds."""
    names = [draft.get("firstname"), draft.get("lastname")]
    joined = " ".join(name.strip() for name in names if name)
    return joined[: draft.table.columns["fullname"].max_length]
