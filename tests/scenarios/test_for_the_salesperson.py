"""What the back office does for the salesperson, row by row of what is promised."""

import base64
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import requests
import responses
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from erp.admin.roles import ITEM_AVAILABILITY_USER
from erp.models import CustomerPriceGroup, Item, SalesPrice
from tests.scenarios.people import CHAIR, LINA, People, browser_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SERVICE, PUBLISHING = "/ODataV4/ProductItemAvailability", "/admin/connection-setup/item-availability/"


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
def key(people: People) -> str:
    """The administrator makes a key for the user of the web service, and publishes it."""
    user = User.objects.create_user("stock")
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    page = people.kim.presses(reverse("admin:web_service_key", args=[user.pk]))
    found = re.search(r'<code id="new-key">([^<]+)</code>', page.content.decode())
    assert found
    people.kim.presses(PUBLISHING, url="", user_name="stock", key=found[1])
    assert "now see the stock of products" in people.kim.said[0]
    return found[1]


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
