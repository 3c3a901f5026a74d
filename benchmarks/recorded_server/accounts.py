"""The accounts that the recorded server plays back, and the users and currencies that they refer to."""

import json
from collections.abc import Mapping
from hashlib import md5
from typing import Any
from uuid import UUID

TENANT = UUID("6f1d0c5e-2b8a-4a53-9d0e-8f1f6d1a7b01")
ORGANIZATION = UUID("6f1d0c5e-2b8a-4a53-9d0e-8f1f6d1a7b02")
BUSINESS_UNIT = UUID("6f1d0c5e-2b8a-4a53-9d0e-8f1f6d1a7b03")
INTEGRATION_USER = UUID("6f1d0c5e-2b8a-4a53-9d0e-8f1f6d1a7b04")
DEFAULT_TEAM = UUID("6f1d0c5e-2b8a-4a53-9d0e-8f1f6d1a7b05")

BASE_CURRENCY = "EUR"
CURRENCIES = (BASE_CURRENCY, "NOK", "USD", "GBP")
SALESPEOPLE = tuple(f"S{number:02}" for number in range(12))
COUNTRIES = ("Norway", "Netherlands", "Germany", "United Kingdom", "United States")
CITIES = ("Halden", "Lyon", "Leiden", "Portland", "Uppsala", "Bergen", "York", "Aarhus", "Utrecht")
MODIFIED = "2026-03-02T08:15:30Z"
LOOKUP_TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname"


def id_of(kind: str, number: int) -> UUID:
    """The same id every time, spread as those of a database that draws them at random."""
    return UUID(bytes=md5(f"{kind}/{number}".encode(), usedforsecurity=False).digest(), version=4)


def account(number: int, *, name: str = "", version: int = 0) -> dict[str, Any]:
    """Returns the payload of one account with every column that the mapping of customers selects."""
    domain = f"company{number}.example"
    return {
        "@odata.etag": f'W/"{version or number + 1}"',
        "accountid": str(id_of("account", number)),
        "name": name or f"{CITIES[number % 9]} Trading Company {number}",
        "statecode": 0,
        "customertypecode": 3,
        "address1_primarycontactname": f"Kim Larsen {number}",
        "address1_line1": f"{number % 400 + 1} Harbour Street",
        "address1_line2": "Second floor" if number % 3 == 0 else None,
        "address1_postalcode": f"{1000 + number % 9000}",
        "address1_city": CITIES[number % len(CITIES)],
        "address1_country": COUNTRIES[number % len(COUNTRIES)],
        "address1_stateorprovince": None,
        "emailaddress1": f"post@{domain}",
        "fax": None,
        "websiteurl": f"https://www.{domain}",
        "telephone1": f"+47 {20000000 + number}",
        "creditlimit": None,
        "modifiedon": MODIFIED,
        **_lookup("primarycontactid", None),
        **_lookup("ownerid", id_of("systemuser", number % len(SALESPEOPLE)), "systemuser"),
        **_lookup(
            "transactioncurrencyid", id_of("currency", number % len(CURRENCIES)), "transactioncurrency"
        ),
        **_lookup("modifiedby", id_of("systemuser", number % len(SALESPEOPLE)), "systemuser"),
    }


def _lookup(column: str, id: UUID | None, table: str = "") -> dict[str, str | None]:
    name = f"_{column}_value"
    return {name: str(id), name + LOOKUP_TABLE: table} if id else {name: None}


def rendered(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()
