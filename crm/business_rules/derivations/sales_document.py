"""Opportunities, quotes, orders and invoices: number, price list, currency and totals."""

from typing import Final

from crm.business_rules.derivations import sales_state
from crm.business_rules.draft import Draft
from crm.business_rules.errors import CURRENCIES_DIFFER, REQUIRED, CrmFault
from crm.business_rules.sales import document_totals, numbers
from crm.business_rules.sales.documents import BY_TABLE
from crm.business_rules.sales.settings import sales_settings
from crm.metadata import EntityReference

_PARENTS: Final = {"account": "parentaccountid", "contact": "parentcontactid"}


def complete(draft: Draft) -> None:
    document = BY_TABLE[draft.table.logical_name]
    sales_state.complete(draft)
    if document.table == "opportunity":
        _follow_parents(draft)
    if draft.get("customerid") is None:
        raise CrmFault(REQUIRED, column="customerid", table=document.table)
    _choose_price_list(draft)
    _choose_currency(draft)
    numbers.complete(draft, document)
    if (
        draft.creating
        or draft.changes_any(*document_totals.TERMS, *document_totals.TOTALS)
        or (draft.changes_any("isrevenuesystemcalculated") and draft.get("isrevenuesystemcalculated"))
    ):
        document_totals.complete(draft, document)


def _follow_parents(draft: Draft) -> None:
    """The customer of an opportunity follows its account, else its contact; and they follow the customer."""
    if draft.changes_any(*_PARENTS.values()) and "customerid" not in draft.asked:
        parents = [draft.get(column) for column in _PARENTS.values()]
        customer = next((parent for parent in parents if parent is not None), None)
        if customer is not None:
            draft.set("customerid", customer)
            draft.set("accountid", customer if customer.table == "account" else None)
            draft.set("contactid", customer if customer.table == "contact" else None)
    elif draft.changes_any("customerid"):
        customer = draft.get("customerid")
        column = _PARENTS[customer.table] if customer is not None else ""
        if column and column not in draft.asked:
            draft.set(column, customer)


def _choose_price_list(draft: Draft) -> None:
    """Where none is given, that of the customer's account counts."""
    if draft.get("pricelevelid") is None and draft.creating:
        customer = draft.get("customerid")
        record = draft.context.record(customer)
        default = getattr(record, "defaultpricelevelid_id", None)
        if default is not None:
            draft.set("pricelevelid", EntityReference("pricelevel", default))
    column = draft.table.columns["pricelevelid"]
    if not column.required or draft.trusted or draft.get("pricelevelid") is not None:
        return
    asked = draft.creating or draft.changes_any("pricelevelid")
    if asked and sales_settings(draft.context).ispricelistmandatory:
        raise CrmFault(REQUIRED, column="pricelevelid", table=draft.table.logical_name)


def _choose_currency(draft: Draft) -> None:
    """A document is in the currency of its price list."""
    if not (draft.creating or draft.changes_any("pricelevelid", "transactioncurrencyid")):
        return
    price_list = draft.context.record(draft.get("pricelevelid"))
    if price_list is None:
        return
    currency = EntityReference("transactioncurrency", price_list.transactioncurrencyid_id)
    if draft.get("transactioncurrencyid") is None:
        draft.set("transactioncurrencyid", currency)
    elif draft.get("transactioncurrencyid") != currency:
        if "transactioncurrencyid" in draft.asked:
            raise CrmFault(CURRENCIES_DIFFER, column="transactioncurrencyid")
        draft.set("transactioncurrencyid", currency)
