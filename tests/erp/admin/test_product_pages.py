"""What people do with items, resources, stock and prices on the pages."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER
from erp.demo.factories import ItemFactory
from erp.demo.load_demo_products import load_demo_products
from erp.models import (
    InventorySetup,
    Item,
    ItemJournalLine,
    ItemLedgerEntry,
    Resource,
    SalesPrice,
    SalesReceivablesSetup,
)
from erp.operations.create_customer_price_groups import create_customer_price_groups
from erp.operations.create_item_journal_lines import create_item_journal_lines
from tests.erp.admin.forms import form_values

pytestmark = pytest.mark.usefixtures("products")
LIST = "/admin/erp/item/"
JOURNAL = "/admin/erp/itemjournalline/"


@pytest.fixture
def products(company: None) -> None:
    """The products of the demo company, with a price group."""
    create_customer_price_groups(rows=[{"code": "DEALER", "description": "Dealers"}])
    load_demo_products()


def card(record: Any) -> str:
    return reverse(f"admin:erp_{record._meta.model_name}_change", args=[record.pk])


def edit(client: Client, record: Any, **changed: str) -> str:
    values = form_values(client.get(card(record)), f"{record._meta.model_name}_form", **changed)
    return client.post(card(record), values, follow=True).content.decode()


def add(client: Client, model: str, **entered: str) -> str:
    url = reverse(f"admin:erp_{model}_add")
    values = form_values(client.get(url), f"{model}_form", **entered)
    return client.post(url, values, follow=True).content.decode()


def bench() -> Item:
    return Item.objects.get(no="2001")


def enter_line(quantity: int, item_no: str = "2001", kind: str = "positive_adjmt") -> None:
    row = {"posting_date": timezone.localdate(), "document_no": "T1", "item_no": item_no}
    create_item_journal_lines(rows=[{**row, "entry_type": kind, "quantity": quantity}])


def test_an_item_that_is_entered_gets_a_number_and_is_changed(order_processor: Client) -> None:
    add(order_processor, "item", description="Oak rail", base_unit_of_measure="PCS", unit_price="1,250.50")
    item = Item.objects.get(description="Oak rail")
    assert (item.no, item.unit_price, item.sales_unit_of_measure_id) == ("I00010", Decimal("1250.5"), "PCS")
    page = edit(order_processor, item, unit_cost="-1")
    assert "Unit Cost must not be negative" in page
    edit(order_processor, item, unit_cost="700", blocked="on")
    item.refresh_from_db()
    assert (item.unit_cost, item.blocked, item.row_version) == (700, True, 2)


def test_the_list_and_the_card_of_an_item_show_what_is_in_stock(viewer: Client) -> None:
    page = viewer.get(LIST, {"q": "linseed"}).content.decode()
    assert "72.5" in page
    page = viewer.get(card(bench())).content.decode()
    box = page[page.index("factbox") :]
    assert "Available" in box
    assert "42" in box
    assert "item__no__exact=2001" in page


def test_units_are_added_to_an_item_on_its_card_and_the_base_unit_counts_one(order_processor: Client) -> None:
    lines = {
        "units_of_measure-TOTAL_FORMS": "2",
        "units_of_measure-1-unit_of_measure": "SET",
        "units_of_measure-1-qty_per_unit_of_measure": "3",
    }
    edit(order_processor, bench(), **lines)
    units = bench().units_of_measure.values_list("unit_of_measure__code", "qty_per_unit_of_measure")
    assert dict(units) == {"PCS": 1, "SET": 3}
    page = edit(
        order_processor, bench(), **{"units_of_measure-0-qty_per_unit_of_measure": "2"}, description="X"
    )
    assert "must have a quantity per unit of 1" in page
    assert bench().description != "X"


def test_an_item_with_entries_stays_and_the_sentence_says_why(order_processor: Client) -> None:
    url = reverse("admin:erp_item_delete", args=[bench().pk])
    assert "Its units of measure and its sales prices." in order_processor.get(url).content.decode()
    page = order_processor.post(url, {"post": "yes"}, follow=True).content.decode()
    assert "because it is used: Item Ledger Entries (1)" in page
    wrapping = Item.objects.get(no="2019")
    order_processor.post(reverse("admin:erp_item_delete", args=[wrapping.pk]), {"post": "yes"})
    assert not Item.objects.filter(no="2019").exists()


def test_the_item_journal_is_entered_and_posted(order_processor: Client) -> None:
    page = add(order_processor, "itemjournalline", document_no="T1", item="2001", quantity="3")
    assert "T1" in page
    line = ItemJournalLine.objects.get()
    assert (line.posting_date, line.unit_of_measure_id) == (timezone.localdate(), "PCS")
    assert 'value="T1"' in order_processor.get(f"{JOURNAL}add/").content.decode()
    page = order_processor.post(f"{JOURNAL}actions/post/", follow=True).content.decode()
    assert "1 line was posted." in page
    assert ItemLedgerEntry.objects.order_by("-entry_no")[0].quantity == 3
    page = order_processor.post(f"{JOURNAL}actions/post/", follow=True).content.decode()
    assert "There is nothing to post." in page


def test_posting_says_what_falls_below_zero_and_what_is_refused(
    order_processor: Client, administrator: Client
) -> None:
    enter_line(50, kind="negative_adjmt")
    page = order_processor.post(f"{JOURNAL}actions/post/", follow=True).content.decode()
    assert "Item 2001 is below zero now: -8 are in inventory." in page
    edit(administrator, InventorySetup.objects.get(), prevent_negative_inventory="on")
    enter_line(1, kind="negative_adjmt")
    page = order_processor.post(f"{JOURNAL}actions/post/", follow=True).content.decode()
    assert "Item 2001 is not sufficiently in inventory: there are -8." in page
    assert ItemJournalLine.objects.count() == 1


def test_prices_are_entered_and_those_of_a_group_are_listed_from_its_card(order_processor: Client) -> None:
    page = add(
        order_processor, "salesprice", item="2019", sales_code="dealer", unit_price="5", minimum_quantity="10"
    )
    assert "2019" in page
    price = SalesPrice.objects.get(item__no="2019", minimum_quantity=10)
    assert (price.sales_type, price.sales_code) == ("customer_price_group", "DEALER")
    page = edit(order_processor, price, starting_date="2026-02-01", ending_date="2026-01-01")
    assert "must not be before the starting date" in page
    listed = order_processor.get(
        "/admin/erp/salesprice/",
        {
            "sales_type__exact": "customer_price_group",
            "sales_code__exact": "DEALER",
            "item__no__exact": "2019",
        },
    )
    assert listed.status_code == 200
    assert listed.content.decode().count("/change/") >= 2


def test_the_write_in_product_is_named_in_the_setup(administrator: Client) -> None:
    edit(administrator, SalesReceivablesSetup.objects.get(), write_in_product_no="2019")
    assert SalesReceivablesSetup.objects.get().write_in_product_no == "2019"


def test_a_viewer_posts_nothing_and_nobody_changes_an_entry(viewer: Client, administrator: Client) -> None:
    enter_line(1)
    assert viewer.post(f"{JOURNAL}actions/post/").status_code == 403
    assert viewer.get(f"{LIST}add/").status_code == 403
    entry = ItemLedgerEntry.objects.all()[0]
    assert administrator.get(card(entry)).status_code == 200
    assert administrator.post(card(entry), {"quantity": "1"}).status_code == 403
    assert administrator.get("/admin/erp/itemledgerentry/add/").status_code == 403


@pytest.mark.parametrize("role", [ADMINISTRATOR, ORDER_PROCESSOR, VIEWER])
def test_every_list_and_card_of_products_opens_for_every_role(
    signed_in: Callable[[str], Client], role: str
) -> None:
    client = signed_in(role)
    enter_line(1)
    for table in (
        "item",
        "resource",
        "unitofmeasure",
        "itemunitofmeasure",
        "resourceunitofmeasure",
        "unitgroup",
        "salesprice",
        "customerpricegroup",
        "itemledgerentry",
        "itemjournalline",
        "inventorysetup",
        "resourcessetup",
    ):
        url = reverse(f"admin:erp_{table}_changelist")
        assert client.get(url, follow=True).status_code == 200
        record = apps.get_model("erp", table).objects.all()[0]
        assert client.get(f"{url}{record.pk}/change/").status_code == 200


def test_tell_me_finds_the_item_journal_and_posting(order_processor: Client) -> None:
    page = order_processor.get("/admin/tell-me/", {"q": "adjust inventory"}).content.decode()
    assert JOURNAL in page
    assert JOURNAL in order_processor.get("/admin/tell-me/", {"q": "post"}).content.decode()


@pytest.mark.parametrize("url", [LIST, f"{LIST}?q=bench", "card"])
def test_pages_ask_the_database_as_often_for_a_thousand_items_as_for_few(
    order_processor: Client, url: str, django_assert_num_queries: Any
) -> None:
    address = card(bench()) if url == "card" else url
    ItemFactory.create_batch(51, description="Bench", base_unit_of_measure="PCS")  # more than a page
    order_processor.get(address)
    with CaptureQueriesContext(connection) as few:
        order_processor.get(address)
    ItemFactory.create_batch(1000, description="Bench", base_unit_of_measure="PCS")
    with django_assert_num_queries(len(few)):
        order_processor.get(address)


def test_a_resource_is_entered_and_gets_units(order_processor: Client) -> None:
    add(order_processor, "resource", name="Nora Whitfield", base_unit_of_measure="HOUR", unit_price="80")
    resource = Resource.objects.get(name="Nora Whitfield")
    assert (resource.no, resource.units_of_measure.count()) == ("R0010", 1)
    edit(order_processor, resource, capacity="150")
    resource.refresh_from_db()
    assert resource.capacity == 150
