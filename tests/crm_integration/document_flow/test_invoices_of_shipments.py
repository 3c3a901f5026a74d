"""An invoice of shipments names the order of the CRM that they are of, if it is one."""

from typing import Any

import pytest

from crm.metadata import EntityReference
from crm.models import Invoice, SalesOrder
from erp.models import SalesInvoiceHeader, SalesShipmentHeader
from erp.operations.create_invoice_of_shipments import create_invoice_of_shipments
from erp.operations.create_sales_document import create_sales_document
from erp.operations.post_sales_document import post_sales_document
from tests.crm_integration.document_flow.invoices import create
from tests.crm_integration.document_flow.sales import CHAIR, Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def shipped(sales: Sales, order: SalesOrder | None = None) -> SalesShipmentHeader:
    """Of an order of the CRM, or of one that was entered in the back office."""
    header = sales.created(order) if order else own_order(sales)
    shipment = post_sales_document(record_id=header.id, ship=True, invoice=False).shipment
    assert shipment
    return shipment


def own_order(sales: Sales) -> Any:
    return create_sales_document(
        document_type="order",
        values={"sell_to_customer_no": sales.customer.no},
        lines=[{"type": "item", "no": CHAIR, "quantity": 1}],
    )


def invoiced_together(*shipments: SalesShipmentHeader) -> SalesInvoiceHeader:
    """*Get Shipment Lines* of all of them, posted."""
    header = create_invoice_of_shipments(shipment_ids=[shipment.id for shipment in shipments])
    posted = post_sales_document(record_id=header.id, ship=True, invoice=True)
    assert posted.invoice
    return posted.invoice


def test_of_one_order_it_bears_what_the_order_says(sales: Sales) -> None:
    order = sales.order()
    invoice = invoiced_together(shipped(sales, order))
    assert create(sales, invoice).problem is None
    names = ("name", "salesorderid_id", "pricelevelid_id", "customerid")
    assert now(Invoice.objects.get(), *names) == (
        "Canteen",
        order.pk,
        now(order, "pricelevelid_id"),
        sales.account_id,
    )


@pytest.mark.parametrize("is_of_crm", [True, False])
def test_of_several_orders_it_bears_its_own_number_and_no_order(sales: Sales, is_of_crm: bool) -> None:
    other = shipped(sales, sales.order() if is_of_crm else None)
    invoice = invoiced_together(shipped(sales, sales.order()), other)
    assert create(sales, invoice).problem is None
    found = now(Invoice.objects.get(), "name", "salesorderid_id", "customerid")
    assert found == (invoice.no, None, sales.account_id)


def test_of_an_order_of_the_back_office_it_bears_its_own_number(sales: Sales) -> None:
    invoice = invoiced_together(shipped(sales))
    create(sales, invoice)
    assert now(Invoice.objects.get(), "name", "salesorderid_id") == (invoice.no, None)


def test_a_customer_that_changed_in_the_crm_is_refused_here_too(sales: Sales) -> None:
    order = sales.order()
    invoice = invoiced_together(shipped(sales, order))
    other = sales.systems.account("Other", customertypecode=3)
    sales.systems.change(order, customerid=EntityReference("account", other.pk))
    problem = create(sales, invoice).problem
    assert problem
    assert problem.code == "invoice_customer_changed"
    assert not Invoice.objects.exists()
