"""Who was connected before gets what is new: a mapping, a job, the account of order integration."""

from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from django.utils import timezone

from crm.models import Organization, SystemUser
from crm_integration.models import ConnectionSetup, IntegrationTableMapping, JobQueueEntry
from crm_integration.synch_engine.mapping_store import load_mapping
from erp.models import SalesShipmentHeader
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.create_sales_line import create_sales_line
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.post_sales_document import post_sales_document
from erp.operations.release_sales_document import release_sales_document
from tests.crm_integration.document_flow.sales import CHAIR, Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
LINES, STATISTICS = "POSTEDSALESLINE-INV", "CUSTOMER STATISTICS"


def migrate(name: str, function: str, *, app: str = "crm_integration") -> None:
    migration: Any = import_module(f"{app}.migrations.{name}")
    editor = SimpleNamespace(connection=connections["crm" if app == "crm" else "default"])
    getattr(migration, function)(apps, editor)


def test_the_mapping_of_lines_is_added_as_it_is_delivered(sales: Sales) -> None:
    delivered = load_mapping(LINES)
    IntegrationTableMapping.objects.filter(name=LINES).delete()
    for _ in range(2):
        migrate("0016_posted_sales_invoice_lines", "give_invoices_the_mapping_of_their_lines")
    assert load_mapping(LINES) == delivered


def test_the_job_of_statistics_is_added_where_the_solution_is_there(sales: Sales) -> None:
    def added() -> bool:
        migrate("0019_customer_statistics_job", "give_accounts_their_statistics")
        return JobQueueEntry.objects.filter(code=STATISTICS, status="ready").exists()

    assert not added()
    ConnectionSetup.objects.update(solution_checked_at=timezone.now())
    assert added()


@pytest.mark.parametrize("is_integrated", [True, False])
def test_the_integration_user_goes_on_handling_orders_where_that_is_on(
    sales: Sales, is_integrated: bool
) -> None:
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=is_integrated)
    Organization.objects.update(issopintegrationenabled=is_integrated)
    for _ in range(2):
        migrate("0008_applications_that_calculate", "mark_applications", app="crm")
        migrate("0021_account_of_order_integration", "let_the_integration_user_handle_orders")
    ours = sales.setup.integration_user_name
    people = SystemUser.objects.filter(isintegrationuser=True, applicationid=None)
    marked = SystemUser.objects.filter(pk=sales.setup.integration_user_id, isintegrationuser=True)
    assert (marked.exists(), people.exists(), sales.setup.order_integration_user_name) == (
        is_integrated,
        False,
        ours if is_integrated else "",
    )


@pytest.mark.parametrize("is_there", [True, False])
def test_shipments_say_which_quote_their_order_was_made_of(sales: Sales, is_there: bool) -> None:
    order = make_order_of_quote(record_id=sales.processed(sales.quote()).id)
    archive_sales_document(record_id=order.id)
    post_sales_document(record_id=order.id, ship=True, invoice=not is_there)
    SalesShipmentHeader.objects.update(quote_no="")
    migrate("0012_quote_of_shipments", "name_quotes", app="erp")
    assert SalesShipmentHeader.objects.get().quote_no == order.quote_no != ""


def test_the_crm_goes_on_leaving_the_amounts_of_orders_alone(sales: Sales) -> None:
    Organization.objects.update(issopintegrationenabled=True)
    migrate("0008_applications_that_calculate", "mark_applications", app="crm")
    order = sales.order()
    header = sales.created(order)
    create_sales_line(document_id=header.id, values={"type": "item", "no": CHAIR, "quantity": 1})
    release_sales_document(record_id=header.id)
    sales.systems.run("SALESORDER-ORDER")
    assert now(order, "totalamount") == Decimal("238.5")


@pytest.mark.parametrize("is_on", [True, False])
def test_both_layers_are_as_the_connection_was(sales: Sales, is_on: bool) -> None:
    ConnectionSetup.objects.update(is_enabled=is_on, is_sales_integration_enabled=False)
    if not is_on:
        JobQueueEntry.objects.update(status="on_hold")
    migrate("0026_sales_integration_switch", "follow_the_connection")
    assert ConnectionSetup.get().is_sales_integration_enabled is is_on
    assert IntegrationTableMapping.objects.get(name="ITEM-PRODUCT").is_layer_on is is_on
    assert IntegrationTableMapping.objects.get(name="CUSTOMER").is_layer_on
    assert JobQueueEntry.objects.filter(code="CUSTOMER", is_held_by_switch=not is_on).exists()
