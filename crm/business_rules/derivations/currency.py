"""Currencies: every record with amounts has one, and its amounts stand in the base currency as well."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from crm.business_rules.draft import Draft
from crm.business_rules.errors import DECIMAL_OUT_OF_RANGE, FIXED_RECORD, CrmFault
from crm.business_rules.sales.amounts import rounded
from crm.business_rules.sales.settings import sales_settings
from crm.business_rules.uniqueness import check_unique
from crm.metadata import EntityReference
from crm.models import TransactionCurrency
from crm.models.fields.number import MONEY

_STORED: Final = 4


def complete(draft: Draft) -> None:
    columns = draft.table.columns
    if "transactioncurrencyid" not in columns or "exchangerate" not in columns:
        return
    # A currency has no currency: there the column is the primary key.
    if draft.table.primary_id == "transactioncurrencyid":
        return
    needed = draft.table.money_columns or columns["transactioncurrencyid"].required
    if needed and draft.get("transactioncurrencyid") is None and draft.context.base_currency is not None:
        base = EntityReference("transactioncurrency", draft.context.base_currency.pk)
        draft.set("transactioncurrencyid", base)
    amounts = [column.logical_name for column in draft.table.money_columns]
    if draft.changes_any("transactioncurrencyid", *amounts):
        _convert(draft, amounts)


def _convert(draft: Draft, amounts: list[str]) -> None:
    reference, base = draft.get("transactioncurrencyid"), draft.context.base_currency
    currency = draft.context.currencies.get(reference.id) if reference else None
    if currency is None or base is None:
        return
    draft.set("exchangerate", currency.exchangerate)
    for name in amounts:
        amount = draft.get(name)
        if amount is not None:
            kept = rounded(amount, _precision(draft, name, currency))
            draft.set(name, kept)
            converted = _in_range(name, kept / currency.exchangerate)
            draft.set(f"{name}_base", rounded(converted, _precision(draft, name, base)))
        elif name in draft.changes:
            draft.set(f"{name}_base", None)


def _in_range(name: str, amount: Decimal) -> Decimal:
    """An amount in the base currency. Raises CrmFault if the column beside it cannot hold it."""
    least, most = MONEY
    if not least <= amount <= most:
        raise CrmFault(DECIMAL_OUT_OF_RANGE, column=f"{name}_base", value=amount, minimum=least, maximum=most)
    return amount


def _precision(draft: Draft, name: str, currency: TransactionCurrency) -> int:
    if draft.table.columns[name].is_price:
        return min(sales_settings(draft.context).pricingdecimalprecision, _STORED)
    return min(currency.currencyprecision, _STORED)


def complete_currency(draft: Draft) -> None:
    """The rules of the table of currencies itself."""
    code = draft.get("isocurrencycode")
    draft.set("isocurrencycode", code.upper())
    check_unique(draft, "isocurrencycode")
    rate = draft.get("exchangerate")
    base = draft.context.base_currency
    if base is not None and base.pk == draft.id and rate != 1:
        raise CrmFault(
            FIXED_RECORD,
            column="exchangerate",
            table="transactioncurrency",
            name=code,
            reason=_("the exchange rate of the base currency is 1."),
        )
