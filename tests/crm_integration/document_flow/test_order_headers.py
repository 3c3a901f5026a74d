"""What changes on a released order goes back to the CRM's order."""

from datetime import date

import pytest

from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.release_sales_document import release_sales_document
from tests.crm_integration.document_flow.sales import Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
MAPPING = "SALESORDER-ORDER"


def test_a_released_orders_dates_and_addresses_reach_the_crm_and_it_stays_submitted(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    values = {"requested_delivery_date": date(2026, 12, 24), "ship_to_city": "Bergen"}
    modify_sales_document(record_id=header.id, values=values)
    release_sales_document(record_id=header.id)
    assert sales.systems.run(MAPPING)["-> modified"] == 1
    assert now(order, "shipto_city", "statecode", "statuscode") == ("Bergen", 1, 3)
    assert now(order, "requestdeliveryby").date() == date(2026, 12, 24)
    assert now(order, "totalamount") == 159
    sales.systems.run(MAPPING)
    sales.systems.sent.requests.clear()
    sales.systems.run(MAPPING)
    assert sales.systems.sent.writes == []


def test_an_open_order_stays_where_it_is(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    modify_sales_document(record_id=header.id, values={"ship_to_city": "Bergen"})
    assert "-> modified" not in sales.systems.run(MAPPING)
    assert now(order, "shipto_city") is None


def test_a_canceled_order_takes_no_change(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    sales.systems.change(order, statecode=2, statuscode=4)
    release_sales_document(record_id=header.id)
    counted = sales.systems.run(MAPPING)
    assert "-> modified" not in counted
    assert now(order, "statecode") == 2
