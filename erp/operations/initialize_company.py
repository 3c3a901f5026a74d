"""Gives an empty back office what it needs to begin: setup, number series, countries."""

from collections.abc import Collection, Mapping
from typing import Any

import pycountry
from django.db import transaction

from erp.models import (
    CompanyInformation,
    CountryRegion,
    ErpRecord,
    GeneralLedgerSetup,
    GLAccount,
    InventorySetup,
    MarketingSetup,
    NoSeries,
    NoSeriesLine,
    ResourcesSetup,
    SalesReceivablesSetup,
)
from erp.operations.write_rows import insert_rows, update_rows
from erp.queries.country_names import country_name

_TEN = 10  # leaves room for numbers in between
_SERIES = (
    ("CUST", "Customers", "C00010", _TEN),
    ("CONT", "Contacts", "CT000010", _TEN),
    ("ITEM", "Items", "I00010", _TEN),
    ("RES", "Resources", "R0010", _TEN),
    ("OPP", "Opportunities", "OP000010", _TEN),
    ("S-QUO", "Sales Quotes", "SQ00001", 1),
    ("S-ORD", "Sales Orders", "SO00001", 1),
    ("S-INV", "Sales Invoices", "SI00001", 1),
    ("S-CR", "Sales Credit Memos", "SC00001", 1),
    ("S-SHPT", "Posted Sales Shipments", "SH00001", 1),
    ("S-INV+", "Posted Sales Invoices", "PI00001", 1),
    ("S-CR+", "Posted Sales Credit Memos", "PC00001", 1),
)
_SETUPS: tuple[tuple[type[ErpRecord], dict[str, str]], ...] = (
    (CompanyInformation, {}),
    (GeneralLedgerSetup, {}),
    (
        SalesReceivablesSetup,
        {
            "customer_nos": "CUST",
            "quote_nos": "S-QUO",
            "order_nos": "S-ORD",
            "invoice_nos": "S-INV",
            "credit_memo_nos": "S-CR",
            "posted_shipment_nos": "S-SHPT",
            "posted_invoice_nos": "S-INV+",
            "posted_credit_memo_nos": "S-CR+",
        },
    ),
    (MarketingSetup, {"contact_nos": "CONT", "opportunity_nos": "OPP"}),
    (InventorySetup, {"item_nos": "ITEM"}),
    (ResourcesSetup, {"resource_nos": "RES"}),
)
_FREIGHT_ACCOUNT = ("6810", "Freight")


@transaction.atomic
def initialize_company() -> None:
    """Creates whatever is missing; what is there stays as it is.

    A setup that was made before a number series existed names the series once it is there.
    """
    new_series = _insert_missing_series()
    for setup, fields in _SETUPS:
        _complete_setup(setup, fields, new_series)
    if "S-ORD" in new_series:
        _name_freight_account()
    _insert_missing_countries()


def _insert_missing_series() -> set[str]:
    present = set(NoSeries.objects.values_list("code", flat=True))
    missing = [row for row in _SERIES if row[0] not in present]
    insert_rows([NoSeries(code=code, description=text) for code, text, _first, _step in missing])
    insert_rows(
        [
            NoSeriesLine(series_id=code, starting_no=first, increment_by_no=step)
            for code, _text, first, step in missing
        ]
    )
    return {code for code, *_rest in missing}


def _complete_setup(model: Any, fields: Mapping[str, str], new_series: Collection[str]) -> None:
    setup = model._default_manager.first()
    if setup is None:
        insert_rows([model(**{f"{name}_id": code for name, code in fields.items()})])
        return
    blank = {
        name: code
        for name, code in fields.items()
        if code in new_series and getattr(setup, f"{name}_id") is None
    }
    for name, code in blank.items():
        setattr(setup, f"{name}_id", code)
    if blank:
        update_rows([setup], blank)


def _name_freight_account() -> None:
    no, name = _FREIGHT_ACCOUNT
    if not GLAccount.objects.filter(no=no).exists():
        insert_rows([GLAccount(no=no, name=name)])
    setup = SalesReceivablesSetup.objects.get()
    if setup.freight_gl_account_id is None:
        setup.freight_gl_account_id = no
        update_rows([setup], ["freight_gl_acc_no"])


def _insert_missing_countries() -> None:
    present = set(CountryRegion.objects.values_list("code", flat=True))
    insert_rows(
        [
            CountryRegion(
                code=country.alpha_2,
                name=country_name(country.alpha_2),
                iso_code=country.alpha_2,
                iso_numeric_code=country.numeric,
            )
            for country in pycountry.countries
            if country.alpha_2 not in present
        ]
    )
