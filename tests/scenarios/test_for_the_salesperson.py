"""What the back office does for the salesperson, row by row of what is promised."""

import base64
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import UUID

import pytest
import requests
import responses
from django.test import Client

from erp.models import Customer, CustomerPriceGroup, Item, SalesHeader, SalesPrice
from tests.crm_integration.stage import messages_of
from tests.scenarios.people import CHAIR, LINA, People, browser_of, words

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SERVICE = "/ODataV4/ProductItemAvailability"


# ---- H1


def prices_of(people: People, order: UUID) -> list[tuple[Any, ...]]:
    return people.karin.rows("salesorderdetails", f"_salesorderid_value eq {order}", "priceperunit")


def test_price_lists_of_the_back_office_are_there_when_an_order_is_made(people: People) -> None:
    karin, kim = people.karin, people.kim
    kim.adds("customerpricegroup", code="SCHOOLS", description="Schools")
    of_schools = {"sales_type": "customer_price_group", "sales_code": "SCHOOLS"}
    kim.adds("salesprice", item=CHAIR, unit_price="66.25", **of_schools)
    for record in (CustomerPriceGroup.objects.get(), SalesPrice.objects.get()):
        kim.acts(record, "create_in_crm")
        people.systems.work_all()
    assert karin.rows("pricelevels", "name eq 'SCHOOLS'", "statecode") == [(0,)]
    assert prices_of(people, karin.order(price_list="SCHOOLS")) == [(66.25,)]
    kim.saves(SalesPrice.objects.get(), unit_price="60")
    people.job("SALESPRC-PRODPRICE")
    assert prices_of(people, karin.order(price_list="SCHOOLS")) == [(60,)]


# ---- H2


@pytest.fixture
def back_office(key: str) -> Iterator[None]:
    """The way from the CRM to the back office, through this process."""

    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        headers = {"Authorization": str(request.headers["Authorization"])}
        found = Client().get(str(request.path_url), headers=headers)
        return found.status_code, {}, found.content

    with responses.RequestsMock() as web:
        web.add_callback(responses.GET, f"http://localhost:8000{SERVICE}", callback=answer)
        yield


def found_in_stock(people: People, quantity: str) -> None:
    """A line of the item journal is entered and posted."""
    counted = {"item": CHAIR, "document_no": "COUNT-1", "entry_type": "positive_adjmt"}
    people.kim.adds("itemjournalline", quantity=quantity, **counted)
    people.kim.presses("/admin/erp/itemjournalline/actions/post/")
    assert people.kim.said == ["1 line was posted."]


def test_the_web_service_tells_the_stock_to_whoever_has_the_key(people: People, key: str) -> None:
    found_in_stock(people, "12")

    def asked(user: str, secret: str) -> Any:
        login = base64.b64encode(f"{user}:{secret}".encode()).decode()
        return Client().get(SERVICE, headers={"Authorization": f"Basic {login}"})

    product = people.karin.find("products", f"productnumber eq '{CHAIR}'", "productid")
    chair = {"CRM_ID": product, "Integration_ID": str(Item.objects.get().pk), "Table_ID": 27}
    assert asked("stock", key).json()["value"] == [
        {**chair, "ItemNo": CHAIR, "UOM": "PCS", "Inventory": 12.0}
    ]
    assert [asked("stock", "guessed").status_code, asked("nobody", key).status_code] == [401, 401]


def test_adding_a_product_to_an_order_line_shows_its_availability(people: People, back_office: None) -> None:
    found_in_stock(people, "12")
    browser = browser_of("karin")
    page = browser.get("/sales/crm/salesorder/add/").content.decode()
    found = re.search(r'data-stock-url="([^"]+)"', page)
    assert found
    products = [
        people.karin.find("products", f"productnumber eq '{no}'", "productid") for no in (CHAIR, LINA)
    ]
    told = browser.get(found[1], {"product": products}).json()
    assert told == {"stock": dict(zip(products, ("12 PCS", "not stocked"), strict=True)), "problem": ""}


def test_the_quantity_on_hand_is_kept_on_the_product(people: People, key: str) -> None:
    people.job("ITEM AVAILABILITY")
    found_in_stock(people, "12")
    people.job("ITEM AVAILABILITY")
    assert people.karin.find("products", f"productnumber eq '{CHAIR}'", "quantityonhand") == 12


# ---- B5, the way back


def link_on(table: str, record: Any) -> str:
    """Where *Open in Business Central* leads from a card of the CRM; blank where there is no such button."""
    card = browser_of("karin").get(f"/main.aspx?pagetype=entityrecord&etn={table}&id={record}", follow=True)
    found = re.search(r'href="http://localhost:8000(/admin/open-record/[^"]+)"', card.content.decode())
    return unescape(found[1]) if found else ""


def test_accounts_products_and_orders_are_opened_in_the_back_office(people: People, key: str) -> None:
    karin, paula = people.karin, people.paula
    product = karin.find("products", f"productnumber eq '{CHAIR}'", "productid")
    for table, record, card in (
        ("account", karin.account(), paula.card(Customer.objects.get())),
        ("product", product, paula.card(Item.objects.get())),
    ):
        assert paula.browser.get(link_on(table, record))["Location"] == card
    order = karin.order()
    to_order = link_on("salesorder", order)
    assert "Submitted" in words(paula.browser.get(to_order, follow=True))
    paula.creates(order)
    sales_order = SalesHeader.objects.get()
    assert paula.browser.get(to_order)["Location"] == paula.card(sales_order)
    paula.posts(sales_order)
    assert f"/admin/order-journey/{order}/" in paula.browser.get(to_order)["Location"]


def test_a_record_that_is_not_coupled_is_said_and_listed(people: People, key: str) -> None:
    newcomer = people.karin.api.create("accounts", name="Newcomer", customertypecode=3)
    page = people.paula.browser.get(link_on("account", newcomer), follow=True)
    assert messages_of(page) == ["This account is not coupled: there is nothing to open in Business Central."]
    assert "Newcomer" in words(page)


def test_without_a_connection_row_no_button_leads_to_the_back_office(people: People) -> None:
    assert link_on("account", people.karin.account()) == ""
