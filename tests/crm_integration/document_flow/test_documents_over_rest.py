"""Other software sees which orders and quotes of the CRM wait, and makes documents of them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import cancel_order
from crm_integration.dataverse.clients import client_for
from crm_integration.document_flow.order_life.canceled_orders import see_cancellation
from crm_integration.jobs.run_job import run_job
from crm_integration.models import ConnectionSetup, Coupling
from erp.admin.roles import ADMINISTRATOR, API_CLIENT, VIEWER
from erp.models import SalesHeader
from odata.paging import encode_token
from tests.crm_integration.document_flow.sales import Sales
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
FORGED: tuple[dict[str, int], ...] = (
    {"place": 10**26},
    {"place": 0, "left": 10**26},
    {"place": -1},
    {"place": 0, "left": 0},
    {},
)
CREATE = "Dynamics.createInBusinessCentral"


@pytest.fixture
def api(caller: Callable[[str], Caller]) -> Caller:
    return caller(API_CLIENT)


def test_a_submitted_order_waits_until_it_is_created(sales: Sales, api: Caller) -> None:
    order = sales.order(name="Canteen")
    sales.order(submit=False)
    place = f"crmSalesOrders({order.pk})"
    (waiting,) = api.rows("crmSalesOrders?$filter=status eq 'Waiting'")
    told = ("id", "number", "name", "customerName", "totalAmount", "status", "salesOrderNumber")
    assert [waiting[name] for name in told] == [
        *(str(order.pk), order.ordernumber, "Canteen", "Acme", 159, "Waiting", "")
    ]
    assert api.get(place).json()["status"] == "Waiting"
    made = api.post(f"{place}/{CREATE}").json()
    (header,) = SalesHeader.objects.all()
    assert (made["code"], made["number"], made["recordId"]) == ("order_created", header.no, str(header.pk))
    assert api.rows("crmSalesOrders?$filter=status eq 'Waiting'") == []
    (created,) = api.rows("crmSalesOrders?$select=status,salesOrderId,salesOrderNumber")
    assert created == {"status": "Created", "salesOrderId": str(header.pk), "salesOrderNumber": header.no}
    assert api.post(f"{place}/{CREATE}").json()["code"] == "order_already_created"


def test_an_order_that_fails_tells_why_and_where_that_is_cured(sales: Sales, api: Caller) -> None:
    Coupling.objects.filter(crm_id=sales.account_id).delete()
    order = sales.order()
    refused = api.post(f"crmSalesOrders({order.pk})/{CREATE}")
    assert error_of(refused) == (400, "account_not_coupled")
    error = refused.json()["error"]
    assert (error["cure"], error["cureLabel"]) == ("MissingCoupling", "Couple the account")
    (failed,) = api.rows("crmSalesOrders?$filter=status eq 'Failed'")
    assert (failed["code"], failed["cure"], failed["numberOfTimes"]) == (
        *("account_not_coupled", "MissingCoupling", 1),
    )
    (obstacle,) = failed["obstacles"]
    assert str(sales.account_id) in obstacle["cureUrl"]
    assert obstacle["message"] == failed["message"] != ""


def test_of_chosen_orders_an_id_of_zeros_is_one_that_there_is_not(sales: Sales, api: Caller) -> None:
    refused = api.post(f"crmSalesOrders/{CREATE}", {"ids": [str(UUID(int=0))]})
    assert "should be of type" not in refused.content.decode()
    wrong = api.post(f"crmSalesOrders/{CREATE}", {"ids": ["first"]}).json()["error"]["message"]
    assert wrong.startswith("The value '[\"first\"]' of 'ids' should be of type Collection(Edm.Guid).")


def test_several_orders_are_created_in_the_background_and_listed_page_by_page(
    sales: Sales, api: Caller
) -> None:
    orders = [sales.order(name=name) for name in ("One", "Two", "Three")]
    sales.create(orders[0])
    page = api.get("crmSalesOrders?$select=name&$count=true", Prefer="odata.maxpagesize=2").json()
    behind = api.get(page["@odata.nextLink"]).json()
    assert page["@odata.count"] == 3
    assert {row["name"] for row in page["value"]} == {"Two", "Three"}
    assert [row["name"] for row in behind["value"]] == ["One"]
    assert len(api.rows("crmSalesOrders?$top=1")) == 1
    asked = api.post(f"crmSalesOrders/{CREATE}", {"ids": [str(order.pk) for order in orders[1:]]})
    assert asked.status_code == 202
    run_job(UUID(asked.json()["id"]))
    assert api.get(asked["Location"]).json()["status"] == "Finished"
    assert SalesHeader.objects.count() == 3


def test_a_quote_is_processed_and_told_by_its_number(sales: Sales, api: Caller) -> None:
    quote = sales.quote()
    (waiting,) = api.rows("crmSalesQuotes?$filter=status eq 'Waiting'")
    assert waiting["id"] == str(quote.pk)
    place = f"crmSalesQuotes({quote.pk})"
    made = api.post(f"{place}/Dynamics.processInBusinessCentral").json()
    found = api.get(place).json()
    assert (found["status"], found["salesQuoteNumber"]) == ("Created", made["number"])


@pytest.mark.parametrize("action", ["deleteOrder", "keepOrder"])
def test_a_canceled_order_is_deleted_or_kept(
    sales: Sales, caller: Callable[[str], Caller], action: str
) -> None:
    administrator, order = caller(ADMINISTRATOR), sales.order()
    sales.created(order)
    place = f"crmSalesOrders({order.pk})"
    assert error_of(administrator.post(f"{place}/Dynamics.{action}")) == (409, "order_not_canceled")
    cancel_order(order_id=order.pk, caller=system_caller())
    see_cancellation(client_for(sales.setup), order.pk)
    (canceled,) = administrator.rows("crmSalesOrders?$filter=status eq 'Canceled'&$select=id")
    assert canceled == {"id": str(order.pk)}
    assert administrator.post(f"{place}/Dynamics.{action}").status_code == 204
    assert SalesHeader.objects.count() == (1 if action == "keepOrder" else 0)
    assert administrator.rows("crmSalesOrders?$filter=status eq 'Canceled'") == []


def test_what_is_not_understood_is_said(sales: Sales, api: Caller) -> None:
    nobody = f"crmSalesOrders({uuid4()})"
    asked: list[tuple[str, str, Any, int]] = [
        ("GET", "crmSalesOrders?$filter=name eq 'x'", None, 400),
        ("GET", "crmSalesOrders?$filter=status eq 'Lost'", None, 400),
        ("GET", "crmSalesOrders?$skiptoken=x", None, 400),
        *(("GET", f"crmSalesOrders?$skiptoken={encode_token(token)}", None, 400) for token in FORGED),
        ("GET", "crmSalesOrders?$orderby=name", None, 400),
        ("GET", "crmSalesOrders?$select=shoeSize", None, 400),
        ("GET", nobody, None, 404),
        ("GET", "crmSalesOrders(7)", None, 400),
        ("POST", f"crmSalesOrders/{CREATE}", None, 400),
        ("POST", f"crmSalesOrders/{CREATE}", {"ids": []}, 400),
        ("POST", f"crmSalesOrders/{CREATE}", {"ids": ["7"]}, 400),
        ("POST", f"crmSalesOrders/{CREATE}", {"ids": "7"}, 400),
        ("POST", f"{nobody}/{CREATE}", None, 404),
        ("POST", f"{nobody}/{CREATE}", {"x": 1}, 400),
        ("POST", f"crmSalesQuotes({uuid4()})/Dynamics.processInBusinessCentral", None, 404),
    ]
    found = [
        (method, path, body, api.send(method, path, body).status_code) for method, path, body, _ in asked
    ]
    assert found == asked


def test_while_order_integration_is_off_nothing_is_created(
    sales: Sales, caller: Callable[[str], Caller]
) -> None:
    api, order = caller(API_CLIENT), sales.order()
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    refused = api.post(f"crmSalesOrders({order.pk})/{CREATE}")
    assert error_of(refused) == (409, "order_integration_is_off")
    assert refused.json()["error"]["cureUrl"].startswith("/admin/")
    ConnectionSetup.objects.update(is_enabled=False)
    assert error_of(api.get("crmSalesOrders")) == (409, "connection_is_off")
    assert caller(VIEWER).post(f"crmSalesOrders({order.pk})/{CREATE}").status_code == 403
    assert not SalesHeader.objects.exists()
