"""CURRENCY: the ERP's currencies become the CRM's transaction currencies."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from crm_integration.table_mapping.declaration import DerivedColumn, JobDefaults, TableMapping, When, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.related import Related

EXCHANGE_RATE = "exchange_rate"
CURRENCY_PRECISION = "currency_precision"
RATE_PLACES = Decimal("1e-10")


def exchange_rate(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> Decimal | Problem:
    """The latest rate from the CRM's base currency to this one, to ten decimals; without a rate an error."""
    rate = related.read(EXCHANGE_RATE, record_id)
    if not rate:
        return Problem("no_exchange_rate", Cure.REJECTED, {"currency": values["code"]}, "exchange_rate")
    return Decimal(rate).quantize(RATE_PLACES, ROUND_HALF_UP)


def currency_precision(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> int:
    """The organization's default number of decimals."""
    return int(related.read(CURRENCY_PRECISION))


def currency_symbol(record_id: UUID | None, values: Mapping[str, Any], related: Related) -> str:
    """The symbol, or the ISO code when there is none: the CRM requires one."""
    return str(values.get("symbol") or values["code"])


CURRENCY = TableMapping(
    name="CURRENCY",
    erp_table="currency",
    crm_table="transactioncurrency",
    direction=Direction.TO_INTEGRATION_TABLE,
    fields=(
        to_crm("code", "isocurrencycode", use_for_match=True),
        to_crm("symbol", "currencysymbol", not_null=True),
        to_crm("description", "currencyname"),
    ),
    derived=(
        DerivedColumn("exchangerate", Direction.TO_INTEGRATION_TABLE, When.ALWAYS, exchange_rate),
        DerivedColumn("currencyprecision", Direction.TO_INTEGRATION_TABLE, When.INSERT, currency_precision),
        DerivedColumn("currencysymbol", Direction.TO_INTEGRATION_TABLE, When.INSERT, currency_symbol),
    ),
    related_reads=(EXCHANGE_RATE, CURRENCY_PRECISION),
    matches_before_creating=True,
    create_new_if_no_match=True,
    synch_after_coupling="to_integration_table",
    job=JobDefaults(minutes_between_runs=30, inactivity_timeout_minutes=720),
)
