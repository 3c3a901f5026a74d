"""How far an order has come in the back office, on the order's card, for whom it concerns."""

from typing import Any
from uuid import uuid4

import pytest
import responses
from django.test import Client

from crm.admin import stock
from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import submit_order
from crm.demo.factories import AccountFactory
from crm.models import PriceLevel, Product, SalesOrder, SystemUser
from crm.outbound.back_office_line import Line
from tests.crm.admin.test_sales_documents import chair, lookup, new
from tests.crm.admin.test_sales_pages import browser, page, seller

__all__ = ["browser", "chair", "seller"]

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
LINE = Line("http://localhost:8000/ODataV4/ProductItemAvailability", "stock", "key")
SERVICE = "http://localhost:8000/ODataV4/OrderJourney"
EMPTY = dict.fromkeys(("At", "On", "DueDate", "DocumentNo", "Done", "Of", "UOM"))
CREATED = {
    **EMPTY,
    "Sequence": 1,
    "Stage": "created",
    "Progress": "done",
    "Partial": False,
    "At": "2026-08-18T11:16:00Z",
    "DocumentNo": "SO-7",
}
SHIPPED = {
    **EMPTY,
    "Sequence": 2,
    "Stage": "shipped",
    "Progress": "now",
    "Partial": True,
    "Done": 12.5,
    "Of": 60,
    "UOM": "PCS",
}


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(stock, "line_for", lambda caller: LINE)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as web:
        yield web


@pytest.fixture
def order(seller: SystemUser, chair: Product) -> SalesOrder:
    customer = lookup(AccountFactory.create(ownerid=seller))
    prices = lookup(PriceLevel.objects.get())
    order: SalesOrder = new(
        "salesorder", name="Fair", customerid=customer, pricelevelid=prices, ownerid=lookup(seller)
    )
    return order


def box_of(order: SalesOrder) -> str:
    return f"/sales/order-journey/{order.pk}/"


def test_the_card_of_a_submitted_order_asks_for_its_journey(
    browser: Client, connected: Any, order: SalesOrder
) -> None:
    card = f"/sales/crm/salesorder/{order.pk}/change/"
    assert box_of(order) not in page(browser, card)
    submit_order(order_id=order.pk, caller=system_caller())
    assert f'data-load-url="{box_of(order)}"' in page(browser, card)


def test_stages_are_told_in_their_order_with_document_and_quantity(
    browser: Client, connected: Any, order: SalesOrder
) -> None:
    connected.get(SERVICE, json={"value": [SHIPPED, CREATED]})
    box = page(browser, box_of(order))
    assert box.index("SO-7") < box.index("Partly shipped") < box.index("12.5 of 60 PCS")
    assert connected.calls[0].request.params == {"$filter": f"CRM_ID eq {order.pk}"}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"status": 503}, "cannot be reached"),
        ({"status": 404}, "does not say how far the order is"),
        ({"json": {"value": [{**CREATED, "At": "2026-08-18T11:16:00"}]}}, "cannot be understood"),
        ({"json": {"value": []}}, "does not have this order yet"),
    ],
)
def test_the_salesperson_gets_a_plain_sentence(
    browser: Client, connected: Any, order: SalesOrder, answer: Any, sentence: str
) -> None:
    connected.get(SERVICE, **answer)
    assert sentence in page(browser, box_of(order))


def test_only_who_sees_the_order_and_the_connection_may_ask(browser: Client, order: SalesOrder) -> None:
    assert browser.get(box_of(order)).status_code == 403
    assert Client().get(box_of(order)).status_code == 302


def test_an_order_that_is_not_there_has_no_journey(browser: Client, connected: Any) -> None:
    assert browser.get(f"/sales/order-journey/{uuid4()}/").status_code == 404
