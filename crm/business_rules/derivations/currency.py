"""Currencies: every record with amounts has one, and its amounts stand in the base currency as well."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from crm.business_rules.draft import Draft
from crm.business_rules.errors import DECIMAL_OUT_OF_RANGE, FIXED_RECORD, CrmFault
from crm.business_rules.uniqueness import check_unique
from crm.metadata import EntityReference
from crm.models import TransactionCurrency


def complete(draft: Draft) -> None:
    columns = draft.table.columns
    if "transactioncurrencyid" not in columns or "exchangerate" not in columns:
        return
    # A currency has no currency: there the column is the primary key.
    if draft.table.primary_id == "transactioncurrencyid" or columns["transactioncurrencyid"].in_extra:
        return
    if draft.get("transactioncurrencyid") is None and draft.context.base_currency is not None:
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
            rounded = _rounded(amount, currency)
            draft.set(name, rounded)
            draft.set(f"{name}_base", _rounded(rounded / currency.exchangerate, base))
        elif name in draft.changes:
            draft.set(f"{name}_base", None)


def _rounded(amount: Decimal, currency: TransactionCurrency) -> Decimal:
    precision = min(currency.currencyprecision, 4)
    return amount.quantize(Decimal(1).scaleb(-precision), rounding=ROUND_HALF_UP)


def complete_currency(draft: Draft) -> None:
    """The rules of the table of currencies itself."""
    code = draft.get("isocurrencycode")
    draft.set("isocurrencycode", code.upper())
    check_unique(draft, "isocurrencycode")
    rate = draft.get("exchangerate")
    if rate <= 0:
        raise CrmFault(
            DECIMAL_OUT_OF_RANGE,
            column="exchangerate",
            value=rate,
            minimum="0.0000000001",
            maximum=draft.table.columns["exchangerate"].maximum,
        )
    base = draft.context.base_currency
    if base is not None and base.pk == draft.id and rate != 1:
        raise CrmFault(
            FIXED_RECORD,
            column="exchangerate",
            table="transactioncurrency",
            name=code,
            reason=_("the exchange rate of the base currency is 1."),
        )
