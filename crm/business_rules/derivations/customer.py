"""Customers: the account or the contact of a record follows its customer."""

from crm.business_rules.draft import Draft

_FOLLOWING = {"account": "accountid", "contact": "contactid"}


def complete(draft: Draft) -> None:
    if "customerid" not in draft.table.columns or not draft.changes_any("customerid"):
        return
    customer = draft.get("customerid")
    for target, column in _FOLLOWING.items():
        draft.set(column, customer if customer and customer.table == target else None)
