"""An order that was canceled in the CRM: its sales order is deleted or kept, as somebody decides."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import cancel_order
from crm.models import SalesOrder
from crm_integration.job_queue import enqueue
from crm_integration.models import CrmDocument
from erp.models import SalesHeader
from erp.operations.post_sales_document import post_sales_document
from tests.crm_integration.document_flow.sales import Sales
from tests.crm_integration.stage import messages_of
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CANCELED = "?show=canceled"


@pytest.fixture
def canceled(sales: Sales) -> SalesOrder:
    """Its sales order is there; nobody here knows of the cancellation yet."""
    order = sales.order()
    sales.created(order)
    cancel_order(order_id=order.pk, caller=system_caller())
    return order


def shown(client: Client) -> str:
    return client.get(reverse("admin:crm_orders") + CANCELED).content.decode()


def decide(client: Client, name: str, order: Any) -> list[str]:
    return messages_of(client.post(reverse(f"admin:{name}", args=[order.pk]), follow=True))


def see_states(sales: Sales) -> None:
    sales.systems.work(enqueue(kind="sales_order_status").pk)


def test_the_sales_order_is_deleted_and_the_crms_order_stays_canceled(
    sales: Sales, processor: Client, canceled: SalesOrder
) -> None:
    see_states(sales)
    question = reverse("admin:delete_canceled_order", args=[canceled.pk])
    assert question in shown(processor)
    assert "nothing of it is shipped" in processor.get(question).content.decode()
    no = SalesHeader.objects.get().no
    assert decide(processor, "delete_canceled_order", canceled) == [f"Sales order {no} was deleted."]
    assert not SalesHeader.objects.exists()
    see_states(sales)
    assert now(canceled, "statecode") == 2
    assert question not in shown(processor)


def test_a_sales_order_of_which_a_part_is_shipped_is_not_deleted(
    sales: Sales, processor: Client, canceled: SalesOrder
) -> None:
    header = SalesHeader.objects.get()
    post_sales_document(record_id=header.id, ship=True, invoice=False)
    see_states(sales)
    assert reverse("admin:delete_canceled_order", args=[canceled.pk]) not in shown(processor)
    (message,) = decide(processor, "delete_canceled_order", canceled)
    assert message.startswith(f"A part of sales order {header.no} is shipped.")
    assert SalesHeader.objects.exists()


def test_a_kept_order_is_nobodys_question_any_more_until_its_state_changes(
    sales: Sales, processor: Client, canceled: SalesOrder
) -> None:
    card = reverse("admin:erp_salesorder_change", args=[SalesHeader.objects.get().pk])
    see_states(sales)
    assert "Delete or keep the sales order" in processor.get(card).content.decode()
    (message,) = decide(processor, "keep_canceled_order", canceled)
    assert "stays" in message
    assert reverse("admin:keep_canceled_order", args=[canceled.pk]) not in shown(processor)
    assert "It was decided to keep this sales order." in processor.get(card).content.decode()
    assert CrmDocument.objects.get().kept_at is not None
    sales.systems.change(canceled, statecode=0, statuscode=1)
    see_states(sales)
    assert CrmDocument.objects.get().kept_at is None


def test_a_cancellation_that_the_page_sees_first_can_be_decided_at_once(
    processor: Client, canceled: SalesOrder
) -> None:
    (message,) = decide(processor, "keep_canceled_order", canceled)
    assert "stays" in message


def test_an_order_that_is_not_canceled_is_not_deleted_this_way(sales: Sales, processor: Client) -> None:
    order = sales.order()
    sales.created(order)
    (message,) = decide(processor, "delete_canceled_order", order)
    assert message.startswith("The order is not canceled")
    assert SalesHeader.objects.exists()
