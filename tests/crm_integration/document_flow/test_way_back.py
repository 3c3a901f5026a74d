"""Orders that go back to the salesperson and come again, and what must not get in their way."""

from decimal import Decimal
from unittest import mock

import pytest

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import submit_order
from crm.models import Invoice, SalesOrder
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.document_flow.sales_orders import stamp as stamping
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.job_queue import enqueue
from crm_integration.models import CrmDocument
from erp.models import SalesHeader
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.release_sales_document import release_sales_document
from tests.crm_integration.document_flow.sales import Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def follow(sales: Sales) -> None:
    sales.systems.work(enqueue(kind="sales_order_status").pk)


def test_an_order_that_comes_again_costs_what_it_cost(sales: Sales) -> None:
    sales.tell_crm()
    order = sales.order(sales.line(quantity=4), discountpercentage=Decimal(10), freightamount=Decimal(25))
    header = sales.created(order)
    assert header.amount == Decimal("311.20")
    release_sales_document(record_id=header.id)
    sales.systems.run("SALESORDER-ORDER")
    delete_sales_document(record_id=header.id)
    follow(sales)
    assert now(order, "totalamount") == Decimal("311.20")
    submit_order(order_id=order.pk, caller=system_caller())
    assert sales.created(order).amount == Decimal("311.20")


def test_what_was_delivered_in_part_is_not_ordered_again(sales: Sales) -> None:
    order = sales.order(sales.line(quantity=10))
    header = sales.created(order)
    line = {"id": header.lines.get().id, "qty_to_ship": Decimal(4)}
    modify_sales_document(record_id=header.id, values={}, lines=[line])
    post_sales_document(record_id=header.id)
    delete_sales_document(record_id=header.id)
    follow(sales)
    assert now(order, "statecode", "statuscode") == (4, 100003)
    assert CrmDocument.objects.get().crm_id == order.pk


def test_a_stamp_that_the_crm_refuses_keeps_no_other_order_and_is_said(sales: Sales) -> None:
    first, second = sales.order(), sales.order()
    real = stamping.stamp_order

    def refuse(client: object, document: CrmDocument, **how: object) -> None:
        if document.crm_id == first.pk:
            raise DataverseError(cure=Cure.REJECTED, code="0x80040265", message="A plug-in says no")
        real(client, document, **how)  # type: ignore[arg-type]

    with mock.patch.object(stamping, "stamp_order", refuse):
        SALES_ORDERS_LATER.ask_for([first.pk, second.pk])
        sales.systems.work_all()
    assert SalesHeader.objects.count() == 2
    assert CrmDocument.objects.get(crm_id=first.pk).code == "crm_rejected"
    follow(sales)
    document = CrmDocument.objects.get(crm_id=first.pk)
    assert (document.code, document.stamped_at is not None) == ("", True)


def test_two_selections_that_begin_alike_are_both_made(sales: Sales) -> None:
    a, b, c = sales.order(), sales.order(), sales.order()
    SALES_ORDERS_LATER.ask_for([a.pk, b.pk])
    SALES_ORDERS_LATER.ask_for([a.pk, c.pk])
    sales.systems.work_all()
    assert SalesHeader.objects.count() == 3


def test_an_application_that_sells_has_its_orders_calculated(sales: Sales) -> None:
    """Only what was taken over, and invoices, are left to the back office."""
    sales.tell_crm()
    order = sales.order(sales.line(quantity=4), discountpercentage=Decimal(10))
    sales.systems.change(order, as_integration_user=True, freightamount=Decimal(5))
    assert now(SalesOrder.objects.get(pk=order.pk), "totalamount") == Decimal("291.20")
    assert not Invoice.objects.exists()
