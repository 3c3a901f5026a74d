"""What is in stock of the products on the lines of quotes and orders, for whom it concerns."""

from typing import Any
from uuid import uuid4

import pytest
import responses
from django.test import Client

from crm.admin import stock
from crm.outbound.back_office_line import Line
from tests.crm.admin.test_sales_pages import browser, page, seller

__all__ = ["browser", "seller"]

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SERVICE = "http://localhost:8000/ODataV4/ProductItemAvailability"
QUESTION = "/sales/item-availability/"
LINE = Line(SERVICE, "stock", "key")


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(stock, "line_for", lambda caller: LINE)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as web:
        yield web


@pytest.mark.parametrize("table", ["quote", "salesorder"])
def test_lines_of_quotes_and_orders_have_a_column_for_it(browser: Client, connected: Any, table: str) -> None:
    assert f'data-stock-url="{QUESTION}"' in page(browser, f"/sales/crm/{table}/add/")


def test_a_page_looks_once_for_the_connection(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Any] = []
    monkeypatch.setattr(stock, "line_for", looked.append)
    page(browser, "/sales/crm/quote/add/")
    assert len(looked) == 1


def test_nobody_is_asked_where_the_back_office_is_not_connected(browser: Client) -> None:
    assert "data-stock-url" not in page(browser, "/sales/crm/quote/add/")
    assert browser.get(QUESTION, {"product": str(uuid4())}).status_code == 403


def test_the_stock_is_told_in_the_base_unit(browser: Client, connected: Any) -> None:
    chair, delivery = uuid4(), uuid4()
    row = {"CRM_ID": str(chair), "UOM": "PCS", "Inventory": 1250.5}
    connected.get(SERVICE, json={"value": [row]})
    answer = browser.get(QUESTION, {"product": [str(chair), str(delivery)]}).json()
    assert answer == {"stock": {str(chair): "1,250.5 PCS", str(delivery): "not stocked"}, "problem": ""}


def test_a_back_office_that_cannot_be_reached_is_a_sentence(browser: Client, connected: Any) -> None:
    answer = browser.get(QUESTION, {"product": str(uuid4())}).json()
    assert answer["stock"] == {}
    assert "cannot be reached" in answer["problem"]


def test_what_is_no_product_is_refused(browser: Client, connected: Any) -> None:
    assert browser.get(QUESTION, {"product": "chair"}).status_code == 400
    assert browser.post(QUESTION).status_code == 405


def test_strangers_ask_nothing(client: Client, connected: Any) -> None:
    assert client.get(QUESTION, {"product": str(uuid4())}).status_code == 302
