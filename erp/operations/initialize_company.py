"""Gives an empty back office what it needs to begin: setup, number series, countries."""

import pycountry
from django.db import transaction

from erp.models import (
    CompanyInformation,
    CountryRegion,
    GeneralLedgerSetup,
    InventorySetup,
    MarketingSetup,
    NoSeries,
    NoSeriesLine,
    ResourcesSetup,
    SalesReceivablesSetup,
)
from erp.operations.write_rows import insert_rows
from erp.queries.country_names import country_name

CUSTOMER_SERIES = "CUST"
CONTACT_SERIES = "CONT"
ITEM_SERIES = "ITEM"
RESOURCE_SERIES = "RES"
OPPORTUNITY_SERIES = "OPP"
_SERIES = (
    (CUSTOMER_SERIES, "Customers", "C00010"),
    (CONTACT_SERIES, "Contacts", "CT000010"),
    (ITEM_SERIES, "Items", "I00010"),
    (RESOURCE_SERIES, "Resources", "R0010"),
    (OPPORTUNITY_SERIES, "Opportunities", "OP000010"),
)
_INCREMENT = 10


@transaction.atomic
def initialize_company() -> None:
    """Creates whatever is missing; what is there stays as it is."""
    _insert_missing_series()
    _insert_missing_setup()
    _insert_missing_countries()


def _insert_missing_series() -> None:
    present = set(NoSeries.objects.values_list("code", flat=True))
    missing = [row for row in _SERIES if row[0] not in present]
    insert_rows([NoSeries(code=code, description=text) for code, text, _first in missing])
    insert_rows(
        [
            NoSeriesLine(series_id=code, starting_no=first, increment_by_no=_INCREMENT)
            for code, _text, first in missing
        ]
    )


def _insert_missing_setup() -> None:
    for setup in (
        CompanyInformation(),
        GeneralLedgerSetup(),
        SalesReceivablesSetup(customer_nos_id=CUSTOMER_SERIES),
        MarketingSetup(contact_nos_id=CONTACT_SERIES, opportunity_nos_id=OPPORTUNITY_SERIES),
        InventorySetup(item_nos_id=ITEM_SERIES),
        ResourcesSetup(resource_nos_id=RESOURCE_SERIES),
    ):
        if not type(setup)._default_manager.exists():
            insert_rows([setup])


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
