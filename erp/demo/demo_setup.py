"""What the demo company has before its first customer: local currency, currencies with rates, terms."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from erp.demo.companies import DEMO_SALESPEOPLE
from erp.models import (
    CompanyInformation,
    Currency,
    CurrencyExchangeRate,
    CustomerPriceGroup,
    GeneralLedgerSetup,
    PaymentTerms,
    Salesperson,
    ShipmentMethod,
    ShippingAgent,
)
from erp.operations.create_currencies import create_currencies
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_salespeople import create_salespeople
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from erp.operations.save_payment_terms import save_payment_terms
from erp.operations.save_setup import save_setup
from erp.operations.save_shipment_method import save_shipment_method
from erp.operations.save_shipping_agent import save_shipping_agent

LOCAL_CURRENCY = "EUR"
_COMPANY = {"name": "Havnelys Trading", "city": "Bergen", "post_code": "5003", "country_region_code": "NO"}
_CURRENCIES = (
    ("EUR", "Euro", "€"),
    ("USD", "US dollar", "$"),
    ("GBP", "Pound sterling", "£"),
    ("NOK", "Norwegian krone", "kr"),
    ("SEK", "Swedish krona", "kr"),
    ("DKK", "Danish krone", "kr"),
)
# Units of the currency for one euro.
_RATES = (
    (
        date(2025, 1, 1),
        {"EUR": "1", "USD": "1.04", "GBP": "0.83", "NOK": "11.79", "SEK": "11.46", "DKK": "7.46"},
    ),
    (
        date(2026, 1, 1),
        {"EUR": "1", "USD": "1.09", "GBP": "0.85", "NOK": "11.61", "SEK": "11.02", "DKK": "7.46"},
    ),
)
_SMALL_TABLES: tuple[tuple[Any, Callable[..., Any], tuple[dict[str, str], ...]], ...] = (
    (
        PaymentTerms,
        save_payment_terms,
        (
            {"code": "30 DAYS", "description": "Net 30 days", "due_date_calculation": "30D"},
            {"code": "45 DAYS", "description": "Net 45 days", "due_date_calculation": "45D"},
            {"code": "60 DAYS", "description": "Net 60 days", "due_date_calculation": "60D"},
        ),
    ),
    (
        ShipmentMethod,
        save_shipment_method,
        (
            {"code": "FOB", "description": "Free on board"},
            {"code": "FREE", "description": "No charge"},
        ),
    ),
    (
        ShippingAgent,
        save_shipping_agent,
        (
            {"code": "DHL", "name": "DHL"},
            {"code": "UPS", "name": "UPS"},
            {"code": "OWN", "name": "Own lorry"},
        ),
    ),
)
_PRICE_GROUPS = (("RETAIL", "Retail customers"), ("DEALER", "Dealers"))


def load_demo_setup() -> None:
    """Creates whatever of it is missing; what somebody has set stays."""
    if not CompanyInformation.objects.exclude(name="").exists():
        save_setup(model=CompanyInformation, values=_COMPANY)
    if not GeneralLedgerSetup.objects.exclude(lcy_code="").exists():
        save_setup(model=GeneralLedgerSetup, values={"lcy_code": LOCAL_CURRENCY})
    _load_currencies()
    for model, save, rows in _SMALL_TABLES:
        present = _codes(model)
        for row in rows:
            if row["code"] not in present:
                save(values=row)
    present = _codes(CustomerPriceGroup)
    create_customer_price_groups(
        rows=[{"code": code, "description": text} for code, text in _PRICE_GROUPS if code not in present]
    )
    present = _codes(Salesperson)
    create_salespeople(rows=[p._asdict() for p in DEMO_SALESPEOPLE if p.code not in present])


def _load_currencies() -> None:
    present = _codes(Currency)
    missing = [row for row in _CURRENCIES if row[0] not in present]
    create_currencies(
        rows=[
            {"code": code, "description": text, "symbol": symbol, "iso_code": code}
            for code, text, symbol in missing
        ]
    )
    rated = set(CurrencyExchangeRate.objects.values_list("currency__code", flat=True))
    for starting_date, amounts in _RATES:
        for code, amount in amounts.items():
            if code not in rated:
                save_currency_exchange_rate(values=_rate(code, starting_date, Decimal(amount)))


def _rate(code: str, starting_date: date, amount: Decimal) -> dict[str, Any]:
    return {
        "currency_code": code,
        "starting_date": starting_date,
        "exchange_rate_amount": amount,
        "relational_exch_rate_amount": Decimal(1),
    }


def _codes(model: Any) -> set[str]:
    return set(model.objects.values_list("code", flat=True))
