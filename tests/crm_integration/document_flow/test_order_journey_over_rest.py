"""Other software follows one order of the CRM from being submitted to being paid."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from crm_integration.models import Coupling
from erp.admin.roles import API_CLIENT, ITEM_AVAILABILITY_USER, VIEWER
from erp.models import CustomerLedgerEntry
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.release_sales_document import release_sales_document
from tests.crm_integration.document_flow.sales import LINA, Sales
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
STAGES = ["Submitted", "Created", "Released", "Shipped", "Invoiced", "Paid"]


@pytest.fixture
def api(caller: Callable[[str], Caller]) -> Caller:
    return caller(API_CLIENT)


def place_of(order: Any) -> str:
    return f"crmSalesOrders({order.pk})/orderJourney"


def test_an_order_is_followed_stage_by_stage(sales: Sales, api: Caller) -> None:
    order = sales.order(sales.line(quantity=4), sales.line(LINA, quantity=2))
    header = sales.created(order)
    release_sales_document(record_id=header.id)
    rows = [{"id": line.id, "qty_to_ship": 1, "qty_to_invoice": 0} for line in header.lines.all()]
    modify_sales_document(record_id=header.id, values={}, lines=rows)
    shipment = post_sales_document(record_id=header.id, ship=True, invoice=False).shipment
    assert shipment
    stages = api.rows(place_of(order))
    assert [(row["sequence"], row["stage"]) for row in stages] == list(enumerate(STAGES, start=1))
    assert [row["progress"] for row in stages] == ["Done", "Done", "Done", "Now", "Next", "Next"]
    told = ("partial", "documentNumber", "quantityDone", "quantity", "unitOfMeasureCode", "code")
    assert [stages[3][name] for name in told] == [True, shipment.no, 2, 6, "PCS", ""]
    assert stages[1]["documentNumber"] == header.no

    invoice = post_sales_document(record_id=header.id, ship=True, invoice=True).invoice
    assert invoice
    entry = CustomerLedgerEntry.objects.get(document_no=invoice.no)
    assert api.rows(place_of(order))[5]["dueDate"] == entry.due_date.isoformat()
    register_payment(
        customer_no=entry.customer_id,
        posting_date=date(2026, 9, 1),
        document_no="BANK-7",
        amount=invoice.amount_including_vat,
        applies_to=[entry.id],
    )
    stages = api.rows(place_of(order))
    assert {row["progress"] for row in stages} == {"Done"}
    assert [row["documentNumber"] for row in stages[4:]] == [invoice.no, "BANK-7"]


def test_an_order_that_cannot_be_created_tells_what_keeps_it(sales: Sales, api: Caller) -> None:
    Coupling.objects.filter(crm_id=sales.account_id).delete()
    order = sales.order()
    sales.problem(order)
    submitted, waiting, *_ = api.rows(place_of(order))
    assert (submitted["progress"], waiting["progress"]) == ("Done", "Now")
    assert waiting["code"] == "account_not_coupled"
    assert "Acme" in waiting["message"]


def test_what_has_no_journey_is_said(sales: Sales, api: Caller) -> None:
    order = sales.order()
    sales.created(order)
    asked = {
        "nobody's": api.get(f"crmSalesOrders({uuid4()})/orderJourney"),
        "no id": api.get("crmSalesOrders(7)/orderJourney"),
        "filtered": api.get(f"{place_of(order)}?$filter=stage eq 'Paid'"),
    }
    assert {name: error_of(answer) for name, answer in asked.items()} == {
        "nobody's": (404, "Internal_RecordNotFound"),
        "no id": (400, "Application_InvalidGUID"),
        "filtered": (400, "BadRequest_InvalidRequestUrl"),
    }
    assert api.post(place_of(order), {}).status_code == 405


def test_who_may_see_documents_may_follow_them(sales: Sales, caller: Callable[[str], Caller]) -> None:
    order = sales.order()
    sales.created(order)
    found = [caller(role).get(place_of(order)).status_code for role in (VIEWER, ITEM_AVAILABILITY_USER)]
    assert found == [200, 403]
