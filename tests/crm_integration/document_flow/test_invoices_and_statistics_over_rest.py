"""Other software brings posted invoices to the CRM and tells its accounts what they owe."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from crm.models import Invoice
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import client_for
from crm_integration.dataverse.operations import Delete
from crm_integration.jobs.run_job import run_job
from crm_integration.models import ConnectionSetup, Coupling
from erp.admin.roles import API_CLIENT, VIEWER
from erp.models import Item
from tests.crm_integration.document_flow.invoices import invoiced, sold
from tests.crm_integration.document_flow.sales import CHAIR, Sales
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CREATE, UPDATE = "Dynamics.createInvoice", "Dynamics.updateAccountStatistics"


def held(sales: Sales, *columns: str) -> list[Any]:
    """What the account's statistics say in the CRM."""
    client = client_for(sales.setup)
    (row,) = [
        row for page in client.pages("nav_accountstatisticses", select=list(columns)) for row in page.rows
    ]
    return [row.values[name] for name in columns]


def test_a_posted_invoice_is_created_in_the_crm(sales: Sales, caller: Callable[[str], Caller]) -> None:
    api, invoice = caller(API_CLIENT), invoiced(sales, sales.order())
    place = f"postedSalesInvoices({invoice.pk})"
    (found,) = api.rows("postedSalesInvoices?$filter=existsInCrm eq false")
    assert (found["id"], found["number"], found["customerName"]) == (str(invoice.pk), invoice.no, "Acme")
    assert caller(VIEWER).post(f"{place}/{CREATE}").status_code == 403
    assert api.post(f"{place}/{CREATE}").json()["code"] == "invoice_created"
    told = api.get(place).json()
    assert (told["existsInCrm"], told["invoiceId"]) == (True, str(Invoice.objects.get().pk))
    assert error_of(api.post(f"postedSalesInvoices({uuid4()})/{CREATE}"))[0] == 404


def test_an_invoice_that_the_crm_cannot_take_tells_why(sales: Sales, caller: Callable[[str], Caller]) -> None:
    api, invoice = caller(API_CLIENT), sold(sales)
    Item.objects.filter(no=CHAIR).update(blocked=True)
    place = f"postedSalesInvoices({invoice.pk})"
    refused = api.post(f"{place}/{CREATE}")
    told = api.get(place).json()
    assert error_of(refused) == (400, told["code"])
    error = refused.json()["error"]
    assert error["cureUrl"].startswith("/admin/")
    assert error["message"].startswith(told["message"])
    assert "blocked" in told["message"]


def test_more_invoices_than_one_waits_for_go_in_the_background(
    sales: Sales, caller: Callable[[str], Caller]
) -> None:
    api, ids = caller(API_CLIENT), [str(sold(sales).pk) for _ in range(6)]
    asked = api.post(f"postedSalesInvoices/{CREATE}", {"ids": ids})
    assert asked.status_code == 202
    run_job(UUID(asked.json()["id"]))
    assert len(api.rows("postedSalesInvoices?$filter=existsInCrm eq true")) == 6


def test_account_statistics_that_could_not_be_written_are_not_called_updated(
    sales: Sales, deployer: DataverseClient, caller: Callable[[str], Caller]
) -> None:
    api = caller(API_CLIENT)
    (found,) = api.rows("accountStatistics?$filter=coupled eq true")
    deployer.execute([Delete("accounts", sales.account_id)])
    told = api.post(f"accountStatistics({found['id']})/{UPDATE}").json()
    assert (told["code"], told["level"]) == ("statistics_updated_in_part", "Warning")
    assert "could not be written: 1." in told["message"]


def test_account_statistics_are_read_and_brought_to_the_account(
    sales: Sales, deployer: DataverseClient, caller: Callable[[str], Caller]
) -> None:
    api = caller(API_CLIENT)
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=True)
    invoiced(sales, sales.order())
    (found,) = api.rows("accountStatistics?$filter=coupled eq true")
    assert (found["customerName"], found["accountId"]) == ("Acme", str(sales.account_id))
    assert (found["amounts"]["balance"], found["amounts"]["totalSales"]) == (159, 159)
    place = f"accountStatistics({found['id']})"
    assert api.post(f"{place}/{UPDATE}").json()["code"] == "statistics_updated"
    assert held(sales, "nav_balancelcy") == [159]
    assert api.post(f"accountStatistics/{UPDATE}", {"ids": [found["id"]]}).status_code == 200
    assert error_of(api.post(f"accountStatistics({uuid4()})/{UPDATE}")) == (404, "Internal_RecordNotFound")
    Coupling.objects.filter(mapping="CUSTOMER").delete()
    assert error_of(api.post(f"{place}/{UPDATE}")) == (400, "customer_not_coupled")
