"""A back office with items in stock, each with a price for a price group, and an empty embedded CRM."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.inside.pages import page
from benchmarks.inside.synchronization import synchronize
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.models import ConnectionSetup
from erp.demo.demo_setup import load_demo_setup
from erp.models import Item
from erp.operations.change_web_service_key import change_web_service_key
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_items import create_items
from erp.operations.create_sales_prices import create_sales_prices
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.modify_items import modify_items
from erp.operations.post_item_journal import post_item_journal

MAPPINGS = ("CURRENCY", "UNIT OF MEASURE", "ITEM-PRODUCT", "CUSTPRCGRP-PRICE", "SALESPRC-PRODPRICE")
AT_ONCE = 1_000
POSTED = "2026-01-15"
WORDS = ("Oak", "Ash", "Steel", "Canvas", "Cork", "Glass", "Slate")


def prepare(items: int) -> dict[str, Any]:
    """Makes the items with stock and prices, and connects."""
    call_command("migrate_all", verbosity=0)
    load_demo_setup()
    call_command("crm_initialize", verbosity=0)
    connect_embedded(now=timezone.now())
    create_units_of_measure(rows=[{"code": "BPC", "description": "Piece"}])
    create_customer_price_groups(rows=[{"code": "BENCH", "description": "Benchmark"}])
    for numbers in _slices(items):
        create_items(rows=[_item(number) for number in numbers])
        create_sales_prices(rows=[_price(number) for number in numbers])
        create_item_journal_lines(rows=[_stock(number) for number in numbers])
        post_item_journal()
    return {}


def synchronize_all(scope: str = "full") -> dict[str, Any]:
    """Runs every mapping of products once, in the order of their dependencies; by mapping what it took."""
    return {mapping: synchronize(scope, mapping) for mapping in MAPPINGS}


def synchronize_nothing() -> dict[str, Any]:
    """The second of two runs for what changed: the token is there already."""
    synchronize_all("modified")
    return synchronize_all("modified")


def change_prices(changed: int, run: int) -> dict[str, Any]:
    """Gives items that are spread over the table a price of this run, then runs for what changed."""
    price = Decimal("999.95") + run
    modify_items(changes={id: {"unit_price": price} for id in _spread(changed)})
    return synchronize("modified", "ITEM-PRODUCT")


def change_stock(changed: int, run: int) -> dict[str, Any]:
    """Posts a stock adjustment of as many items, then runs for what changed."""
    numbers = Item.objects.filter(id__in=_spread(changed)).values_list("no", flat=True)
    create_item_journal_lines(rows=[{**_stock(0), "item_no": no, "quantity": run + 1} for no in numbers])
    post_item_journal()
    return synchronize("modified", "ITEM-PRODUCT")


def pages(repeat: int) -> list[dict[str, Any]]:
    """Returns, for each page, queries, requests to the CRM and the median of the milliseconds."""
    person = User.objects.create_superuser("benchmark")
    ConnectionSetup.objects.update(is_item_availability_enabled=True)
    key = change_web_service_key(user=person, now=timezone.now())
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    found = [{"page": name, **page(client, url, repeat)} for name, url in _urls().items()]
    service = Client(SERVER_NAME="localhost", headers={"Authorization": _basic(person.username, key)})
    address = "/ODataV4/ProductItemAvailability"
    found.append({"page": "availability, 1,000 items", **page(service, address, repeat)})
    one = service.get(f"{address}?$top=1").json()["value"][0]["CRM_ID"]
    of_one = f"{address}?$filter=CRM_ID eq {one}"
    return [*found, {"page": "availability of one product", **page(service, of_one, repeat)}]


def _urls() -> Mapping[str, str]:
    item = Item.objects.order_by("no")[Item.objects.count() // 2]
    items = reverse("admin:erp_item_changelist")
    prices = reverse("admin:erp_salesprice_changelist")
    coupling = reverse("admin:set_up_coupling", args=["ITEM-PRODUCT", item.pk])
    return {
        "items": items,
        "items, last page": f"{items}?p={Item.objects.count() // 100}",
        "items, search for a number": f"{items}?q={item.no}",
        "items, search for a word in many": f"{items}?q=canvas",
        "item card": reverse("admin:erp_item_change", args=[item.pk]),
        "set up coupling of an item": coupling,
        "sales prices": prices,
        "item ledger entries": reverse("admin:erp_itemledgerentry_changelist"),
    }


def _basic(user_name: str, key: str) -> str:
    return f"Basic {b64encode(f'{user_name}:{key}'.encode()).decode()}"


def _spread(number: int) -> list[Any]:
    ids = list(Item.objects.order_by("id").values_list("id", flat=True))
    return ids[:: max(len(ids) // number, 1)][:number]


def _slices(items: int) -> Iterator[range]:
    for start in range(0, items, AT_ONCE):
        yield range(start, min(start + AT_ONCE, items))


def _item(number: int) -> dict[str, Any]:
    return {
        "no": f"B{number:06}",
        "description": f"{WORDS[number % len(WORDS)]} part {number}",
        "base_unit_of_measure": "BPC",
        "unit_price": Decimal(number % 900 + 1),
        "unit_cost": Decimal(number % 500 + 1),
    }


def _price(number: int) -> dict[str, Any]:
    return {
        "item_no": f"B{number:06}",
        "sales_code": "BENCH",
        "unit_price": Decimal(number % 800 + 1),
    }


def _stock(number: int) -> dict[str, Any]:
    return {
        "posting_date": POSTED,
        "document_no": "BENCH",
        "item_no": f"B{number:06}",
        "entry_type": "positive_adjmt",
        "quantity": number % 90 + 1,
    }
