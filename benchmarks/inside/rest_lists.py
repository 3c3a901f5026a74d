"""Lists of customers as software asks for them: our API and the plain endpoint in turn."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from benchmarks.inside.document_rows import CITIES, SALESPEOPLE, WORDS, insert, parts
from benchmarks.inside.measuring import counted_queries, measured
from benchmarks.inside.plain_customers import PATH
from benchmarks.report import middle
from erp.models import CompanyInformation, CustomerLedgerEntry, DetailedCustomerLedgEntry
from erp.operations.create_api_token import create_api_token
from erp.operations.create_currencies import create_currencies
from erp.operations.create_customers import create_customers
from erp.operations.create_salespeople import create_salespeople

PAGE, DEEP_PAGE = 500, 100
# Our query, and the same for the plain endpoint.
LISTS: Mapping[str, tuple[dict[str, str], dict[str, str]]] = {
    "first page": ({}, {}),
    "a page deep in the list": ({}, {}),
    "one city": ({"$filter": "city eq 'Utrecht'"}, {"city__iexact": "Utrecht"}),
    "one salesperson": ({"$filter": "salespersonCode eq 'P07'"}, {"salesperson_id": "P07"}),
    "beginning of a name": (
        {"$filter": "startswith(displayName,'Ash trading 31')"},
        {"name__istartswith": "Ash trading 31"},
    ),
    "part of a name": ({"$filter": "contains(displayName,'ing 31')"}, {"name__icontains": "ing 31"}),
    "end of a name": ({"$filter": "endswith(displayName,'Trading 31')"}, {"name__iendswith": "Trading 31"}),
    "by number": ({"$orderby": "number"}, {"order": "no"}),
    "by city": ({"$orderby": "city"}, {"order": "city"}),
    "by city, deep in the list": ({"$orderby": "city"}, {"order": "city"}),
    "of one city, with $count": (
        {"$filter": "city eq 'Utrecht'", "$count": "true"},
        {"city__iexact": "Utrecht"},
    ),
    "four columns": ({"$select": "number,displayName,city,salespersonCode"}, {}),
}


def prepare(customers: int) -> dict[str, Any]:
    """Makes so many customers; every other one has an invoice that is open."""
    call_command("migrate_all", verbosity=0)
    create_currencies(rows=[{"code": "NOK"}])
    create_salespeople(rows=[{"code": code, "name": f"Person {code}"} for code in SALESPEOPLE])
    for part in parts(customers):
        create_customers(rows=[_customer(place) for place in part])
        insert(CustomerLedgerEntry, (_entry(place) for place in part if place % 2))
        insert(DetailedCustomerLedgEntry, (_amount(place) for place in part if place % 2))
    return {}


def measure(repeat: int) -> list[dict[str, Any]]:
    """Returns queries and median milliseconds by list; those of the plain endpoint under ``plain``."""
    settings.ROOT_URLCONF = "benchmarks.inside.plain_customers"
    user = User.objects.create_superuser("benchmark")
    token = create_api_token(user=user, name="Benchmark", now=timezone.now())
    headers = {"Authorization": f"Bearer {token}", "Prefer": f"odata.maxpagesize={PAGE}"}
    client = Client(SERVER_NAME="localhost", headers=headers)
    return [_compared(client, name, repeat) for name in LISTS]


def _compared(client: Client, name: str, repeat: int) -> dict[str, Any]:
    ours, plain = _links(client, name)
    result = {"list": name, **_first(client, ours, "value")}
    result["plain"] = _first(client, plain, "results")
    times: dict[str, list[dict[str, float]]] = {ours: [], plain: []}
    for _run in range(repeat):
        for link, found in times.items():
            found.append(_time(client, link))
    for link, place in ((ours, result), (plain, result["plain"])):
        place |= {measure: middle(times[link], measure) for measure in ("milliseconds", "cpu_milliseconds")}
    return result


def _links(client: Client, name: str) -> tuple[str, str]:
    ours, plain = LISTS[name]
    link = f"/api/v2.0/companies({CompanyInformation.objects.get().pk})/customers?{urlencode(ours)}"
    page = 1
    if "deep" in name:
        while page < DEEP_PAGE and "@odata.nextLink" in (answer := client.get(link).json()):
            link, page = answer["@odata.nextLink"], page + 1
    return link, f"{PATH}?{urlencode(plain | {'page': str(page)})}"


def _first(client: Client, link: str, rows: str) -> dict[str, Any]:
    """What it takes once the caches know whom they serve."""
    result: dict[str, Any] = {}
    client.get(link)
    with counted_queries(result):
        answer = client.get(link)
    if answer.status_code != 200:
        raise RuntimeError(f"{link} answers {answer.status_code}.")
    return result | {"rows": len(answer.json()[rows])}


def _time(client: Client, link: str) -> dict[str, float]:
    result: dict[str, Any] = {}
    with measured(result):
        client.get(link)
    return {"milliseconds": result["seconds"] * 1000, "cpu_milliseconds": result["cpu_seconds"] * 1000}


def _customer(place: int) -> dict[str, Any]:
    return {
        "no": _no(place),
        "name": f"{WORDS[place % len(WORDS)]} Trading {place * 31 % 9973}",
        "address": f"Harbour Street {place % 400}",
        "city": CITIES[place % len(CITIES)],
        "e_mail": f"post@company{place}.example",
        "phone_no": f"+47 {20_000_000 + place}",
        "salesperson_code": SALESPEOPLE[place % len(SALESPEOPLE)],
        "currency_code": "NOK" if place % 3 else "",
        "credit_limit_lcy": Decimal(place % 9 * 1000),
    }


def _entry(place: int) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "entry_no": place,
        "customer_id": _no(place),
        "sell_to_customer_no": _no(place),
        "posting_date": today - timedelta(days=40),
        "due_date": today - timedelta(days=10),
        "document_type": "invoice",
        "document_no": f"SI{place:07}",
        "open": True,
    }


def _amount(place: int) -> dict[str, Any]:
    return {
        "entry_no": place,
        "cust_ledger_entry_id": place,
        "entry_type": "initial",
        "posting_date": timezone.localdate() - timedelta(days=40),
        "document_type": "invoice",
        "document_no": f"SI{place:07}",
        "customer_id": _no(place),
        "amount": Decimal(250),
        "amount_lcy": Decimal(250),
    }


def _no(place: int) -> str:
    return f"D{place:06}"
