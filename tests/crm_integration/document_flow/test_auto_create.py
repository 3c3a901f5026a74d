"""Submitted orders become sales orders by themselves; one that failed is tried again when it may go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm_integration.job_queue import enqueue
from crm_integration.models import ConnectionSetup, Coupling, CrmDocument, Job, JobQueueEntry
from erp.models import Customer, SalesHeader, SalesReceivablesSetup
from erp.operations.save_setup import save_setup
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def run(sales: Sales) -> None:
    enqueue(kind="auto_create_sales_orders")
    sales.systems.work_all()


def uncouple(sales: Sales) -> None:
    Coupling.objects.filter(mapping="CUSTOMER").delete()


def test_what_is_submitted_is_created_and_what_is_not_waits(sales: Sales) -> None:
    orders = [sales.order() for _ in range(3)]
    sales.order(submit=False)
    run(sales)
    made = CrmDocument.objects.filter(status="created")
    assert set(made.values_list("crm_id", flat=True)) == {order.pk for order in orders}
    assert SalesHeader.objects.count() == 3
    run(sales)
    assert SalesHeader.objects.count() == 3


def failed(minutes_ago: float) -> None:
    CrmDocument.objects.update(failed_at=timezone.now() - timedelta(minutes=minutes_ago))


def test_a_failed_order_rests_until_it_is_changed_or_time_has_passed(sales: Sales) -> None:
    sales.order()
    uncouple(sales)
    run(sales)
    failed(minutes_ago=-1)
    run(sales)
    assert CrmDocument.objects.get().times == 1
    failed(minutes_ago=1)  # and submitted just now
    run(sales)
    assert CrmDocument.objects.get().times == 2


def test_a_coupling_that_an_order_waited_for_wakes_the_job(sales: Sales) -> None:
    sales.order()
    uncouple(sales)
    run(sales)
    entry = JobQueueEntry.objects.create(
        code="AUTO CREATE SALES ORDERS", description="", status=JobQueueEntry.Status.ASLEEP
    )
    customer = Customer.objects.get()
    sales.systems.couple(customer, sales.account())
    entry.refresh_from_db()
    assert (entry.status, entry.next_run_at is not None) == (JobQueueEntry.Status.READY, True)
    run(sales)
    assert SalesHeader.objects.count() == 1


def test_a_setup_that_an_order_waited_for_wakes_the_job(sales: Sales) -> None:
    freight = SalesReceivablesSetup.objects.get().freight_gl_account_id
    SalesReceivablesSetup.objects.update(freight_gl_account=None)
    sales.order(freightamount=25)
    run(sales)
    failed(minutes_ago=-1)
    entry = JobQueueEntry.objects.create(
        code="AUTO CREATE SALES ORDERS", description="", status=JobQueueEntry.Status.ASLEEP
    )
    save_setup(model=SalesReceivablesSetup, values={"freight_gl_acc_no": freight})
    entry.refresh_from_db()
    assert entry.status == JobQueueEntry.Status.READY
    run(sales)
    assert SalesHeader.objects.count() == 1


def test_nothing_is_created_while_order_integration_is_off(sales: Sales) -> None:
    sales.order()
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    run(sales)
    assert Job.objects.get(kind="auto_create_sales_orders").message_code == "order_integration_is_off"
    assert not SalesHeader.objects.exists()
