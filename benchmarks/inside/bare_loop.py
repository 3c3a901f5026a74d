"""What a script without an engine would do: read pages, turn rows into customers, create them in bulk."""

from collections.abc import Mapping
from typing import Any

import requests

from benchmarks.inside.measuring import measured, peak_memory_mib
from benchmarks.recorded_server import accounts
from crm_integration.models import ConnectionSetup
from erp.events import records_written
from erp.operations.create_customers import create_customers

COLUMNS = {
    "name": "name",
    "contact": "address1_primarycontactname",
    "address": "address1_line1",
    "address_2": "address1_line2",
    "post_code": "address1_postalcode",
    "city": "address1_city",
    "county": "address1_stateorprovince",
    "e_mail": "emailaddress1",
    "fax_no": "fax",
    "home_page": "websiteurl",
    "phone_no": "telephone1",
}
COUNTRY_CODES = dict(zip(accounts.COUNTRIES, ("NO", "NL", "DE", "GB", "US"), strict=True))
SALESPEOPLE = {
    str(accounts.id_of("systemuser", number)): code for number, code in enumerate(accounts.SALESPEOPLE)
}
CURRENCIES = {
    str(accounts.id_of("currency", number)): "" if code == accounts.BASE_CURRENCY else code
    for number, code in enumerate(accounts.CURRENCIES)
}


def load(page_size: int, listeners: bool) -> dict[str, Any]:
    """Creates every account of the recorded server as a customer.

    Without ``listeners`` nothing hears the events of the operation, so that no change is written down.
    """
    if not listeners:
        records_written.receivers = []
    result: dict[str, Any] = {}
    with measured(result):
        inserted = _load(page_size)
    return result | {"inserted": inserted, "peak_mib": peak_memory_mib()}


def _load(page_size: int) -> int:
    session = requests.Session()
    session.trust_env = False
    session.headers["Prefer"] = f"odata.maxpagesize={page_size},odata.track-changes"
    link: str | None = f"{ConnectionSetup.get().environment_url}/api/data/v9.2/accounts"
    inserted = 0
    while link:
        body = session.get(link, timeout=60).json()
        inserted += len(create_customers(rows=[_customer(row) for row in body["value"]]))
        link = body.get("@odata.nextLink")
    return inserted


def _customer(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {field: row[column] for field, column in COLUMNS.items() if row[column] is not None}
    return values | {
        "country_region_code": COUNTRY_CODES[row["address1_country"]],
        "salesperson_code": SALESPEOPLE[row["_ownerid_value"]],
        "currency_code": CURRENCIES[row["_transactioncurrencyid_value"]],
    }
