"""What happens to a sales order is told to the CRM's order; what becomes of that is seen here."""

from typing import Any

import pytest

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import cancel_order
from crm.models import Post, SalesOrder
from crm_integration.job_queue import enqueue
from crm_integration.models import Coupling, CrmDocument, OrderStep
from erp.models import SalesHeader
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.release_sales_document import release_sales_document
from erp.operations.reopen_sales_document import reopen_sales_document
from tests.crm_integration.document_flow.sales import Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def run(sales: Sales) -> None:
    sales.systems.work(enqueue(kind="sales_order_status").pk)


def timeline(order: SalesOrder) -> list[str]:
    return list(
        Post.objects.filter(regardingobjectid=order.pk).order_by("createdon").values_list("text", flat=True)
    )


def state(order: SalesOrder) -> Any:
    return now(order, "statecode", "statuscode", "lastbackofficesubmit")


def test_a_release_is_told_on_the_timeline_once(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    release_sales_document(record_id=header.id)
    run(sales)
    run(sales)
    assert timeline(order) == [
        f"The status of sales order {header.no} in Business Central was changed to Released."
    ]


def test_a_post_whose_answer_was_lost_is_there_once(sales: Sales) -> None:
    order = sales.order()
    release_sales_document(record_id=sales.created(order).id)
    sales.systems.fault("answer_lost", rate=1, remaining=1)
    run(sales)
    assert len(timeline(order)) == 1
    assert not OrderStep.objects.filter(told_at=None).exists()


def test_steps_are_told_in_their_order(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    release_sales_document(record_id=header.id)
    reopen_sales_document(record_id=header.id)
    release_sales_document(record_id=header.id)
    run(sales)
    assert len(timeline(order)) == 2


def test_a_deleted_order_goes_back_to_the_salesperson_who_may_submit_it_again(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    delete_sales_document(record_id=header.id)
    assert not Coupling.objects.filter(mapping="SALESORDER-ORDER").exists()
    run(sales)
    assert state(order) == (0, 2, None)
    sales.systems.change(order, statecode=1, statuscode=3)
    again = sales.created(order)
    assert SalesHeader.objects.get() == again
    assert again.no != header.no


def test_an_order_that_is_gone_in_the_crm_can_be_deleted_here(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    sales.systems.remove(order)
    delete_sales_document(record_id=header.id)
    run(sales)
    assert not OrderStep.objects.filter(told_at=None).exists()


def test_a_cancellation_in_the_crm_is_seen_here(sales: Sales) -> None:
    order = sales.order()
    sales.created(order)
    run(sales)
    cancel_order(order_id=order.pk, caller=system_caller())
    run(sales)
    document = CrmDocument.objects.get()
    assert (document.statecode, document.statuscode) == (2, 4)


def test_a_stamp_that_was_lost_is_made_up_for(sales: Sales) -> None:
    order = sales.order()
    sales.created(order)
    sales.systems.change(order, lastbackofficesubmit=None)
    CrmDocument.objects.update(stamped_at=None)
    run(sales)
    assert state(order)[:2] == (1, 3)
    assert state(order)[2] is not None


def test_shipping_and_invoicing_are_told_and_a_fully_invoiced_order_is_invoiced(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    release_sales_document(record_id=header.id)
    posted = post_sales_document(record_id=header.id, ship=True, invoice=True)
    assert posted.shipment and posted.invoice
    assert not SalesHeader.objects.exists()
    assert not Coupling.objects.filter(mapping="SALESORDER-ORDER").exists()
    run(sales)
    assert timeline(order) == [
        f"The status of sales order {header.no} in Business Central was changed to Released.",
        f"Shipment {posted.shipment.no} for sales order {header.no} was created in Business Central.",
        f"Invoice {posted.invoice.no} for sales order {header.no} was created in Business Central.",
    ]
    assert state(order)[:2] == (4, 100003)


def test_a_partly_invoiced_order_stays_submitted(sales: Sales) -> None:
    order = sales.order(sales.line(quantity=4))
    header = sales.created(order)
    line = header.lines.get()
    values = {"id": line.id, "qty_to_ship": 1, "qty_to_invoice": 1}
    modify_sales_document(record_id=header.id, values={}, lines=[values])
    post_sales_document(record_id=header.id, ship=True, invoice=True)
    run(sales)
    assert len(timeline(order)) == 3
    assert state(order)[:2] == (1, 3)


def test_an_order_that_was_invoiced_is_not_created_again(sales: Sales) -> None:
    order = sales.order()
    header = sales.created(order)
    post_sales_document(record_id=header.id, ship=True, invoice=True)
    (result,) = sales.create(order)
    assert not result.is_new
    assert not SalesHeader.objects.exists()
