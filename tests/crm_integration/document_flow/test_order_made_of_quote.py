"""Somebody made the sales order of a sales quote here, before the CRM's order of it was submitted."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import submit_order
from crm.models import Organization, SalesOrder
from crm_integration.job_queue import enqueue
from crm_integration.models import Coupling, CrmDocument
from crm_integration.sentences.document_cures import document_sentence, obstacles_of
from erp.models import SalesHeader, SalesInvoiceHeader, SalesShipmentHeader
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.create_invoice_of_shipments import create_invoice_of_shipments
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.reopen_sales_document import reopen_sales_document
from tests.crm_integration.document_flow.sales import Sales
from tests.two_systems import now

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def ordered_on_both_sides(sales: Sales) -> tuple[SalesHeader, SalesOrder]:
    """The sales order that was made here, and the order of the CRM."""
    quote = sales.quote(sales.line(quantity=3), discountpercentage=Decimal(10), freightamount=Decimal(20))
    made = make_order_of_quote(record_id=sales.processed(quote).id)
    return made, sales.order_of(quote)


def refused(sales: Sales, order: SalesOrder) -> str:
    """Why there is no second order, after which nothing has changed."""
    before = list(SalesHeader.objects.values("no", "row_version"))
    kept = sales.problem(order)
    assert list(SalesHeader.objects.values("no", "row_version")) == before
    assert not Coupling.objects.filter(crm_id=order.pk).exists()
    return document_sentence(kept)


def cure(order: SalesOrder) -> str:
    """Where the link leads that stands beside the reason."""
    (obstacle,) = obstacles_of(CrmDocument.objects.get(crm_id=order.pk))
    assert obstacle.cure
    return obstacle.cure.url


def test_the_order_that_is_there_becomes_that_of_the_crm(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    header = sales.created(order)
    assert not SalesHeader.objects.exclude(pk=made.pk).exists()
    assert (header.pk, header.your_reference, header.amount) == (made.pk, order.ordernumber, made.amount)
    assert Coupling.objects.get(crm_id=order.pk).erp_id == made.pk
    assert now(order, "lastbackofficesubmit") is not None
    assert sales.create(order)[0].is_new is False


@pytest.mark.parametrize("is_shipped", [False, True])
def test_what_the_order_of_the_crm_says_of_delivery_and_payment_counts(
    sales: Sales, is_shipped: bool
) -> None:
    quote = sales.quote(discountpercentage=Decimal(10), shipto_city="Oslo", shipto_line1="Old street 1")
    made = make_order_of_quote(record_id=sales.processed(quote).id)
    if is_shipped:
        post_sales_document(record_id=made.id, ship=True, invoice=False)
    order = sales.order_of(quote, submit=False)
    wanted = datetime(2031, 1, 2, tzinfo=UTC)
    sales.systems.change(
        order, shipto_city="Bergen", shipto_line1="New street 2", requestdeliveryby=wanted, name="Kitchen"
    )
    submit_order(order_id=order.pk, caller=system_caller())
    header = sales.created(order)
    assert (header.pk, header.amount) == (made.pk, made.amount)
    assert (header.ship_to_city, header.ship_to_address) == ("Bergen", "New street 2")
    assert (header.requested_delivery_date, header.external_document_no) == (date(2031, 1, 2), "Kitchen")
    assert header.payment_discount_percent == 10
    assert header.status == ("released" if is_shipped else "open")


def test_an_order_that_is_shipped_becomes_that_of_the_crm_and_is_invoiced_as_such(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    post_sales_document(record_id=made.id, ship=True, invoice=False)
    assert sales.created(order).pk == made.pk
    post_sales_document(record_id=made.id, ship=False, invoice=True)
    sales.systems.work(enqueue(kind="sales_order_status").pk)
    assert now(order, "statecode") == 4


def test_an_order_that_is_shipped_and_says_something_else_can_be_made_equal(sales: Sales) -> None:
    quote = sales.quote(sales.line(quantity=3))
    made = make_order_of_quote(record_id=sales.processed(quote).id)
    line = made.lines.get()
    modify_sales_document(record_id=made.id, values={}, lines=[{"id": line.id, "quantity": Decimal(2)}])
    post_sales_document(record_id=made.id, ship=True, invoice=False)
    order = sales.order_of(quote)
    assert "and shipped, and it is not the same. Reopen it, make its lines equal" in refused(sales, order)
    assert cure(order).endswith(f"/salesorder/{made.id}/change/")
    reopen_sales_document(record_id=made.id)
    modify_sales_document(record_id=made.id, values={}, lines=[{"id": line.id, "quantity": Decimal(3)}])
    assert sales.created(order).pk == made.pk


def test_an_order_that_says_something_else_is_left_to_people(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    first = made.lines.order_by("line_no")[0]
    modify_sales_document(record_id=made.id, values={}, lines=[{"id": first.id, "quantity": Decimal(7)}])
    quote_no = CrmDocument.objects.get(crm_table="quote").erp_no
    assert refused(sales, order) == (
        f"Sales order {made.no} was already made of sales quote {quote_no}, and it is not the same. "
        "Delete it and try again, or make it equal to the order and reopen it."
    )
    assert cure(order).endswith(f"/salesorder/{made.id}/change/")
    delete_sales_document(record_id=made.id)
    assert sales.created(order).no != made.no


def test_an_order_that_is_invoiced_already_is_not_made_again(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    post_sales_document(record_id=made.id, ship=True, invoice=True)
    invoice = SalesInvoiceHeader.objects.get()
    assert f"was already ordered and posted as invoice {invoice.no}." in refused(sales, order)
    assert cure(order).endswith(f"/salesinvoiceheader/{invoice.id}/change/")


def test_an_order_that_is_invoiced_by_its_shipments_is_not_made_again(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    post_sales_document(record_id=made.id, ship=True, invoice=False)
    shipment = SalesShipmentHeader.objects.get()
    invoice = create_invoice_of_shipments(shipment_ids=[shipment.id])
    post_sales_document(record_id=invoice.id, ship=True, invoice=True)
    assert not SalesHeader.objects.exists()
    posted = SalesInvoiceHeader.objects.get()
    assert posted.quote_no == ""
    assert f"was already ordered and posted as invoice {posted.no}." in refused(sales, order)


def test_an_order_whose_invoice_was_cancelled_is_made_again(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    post_sales_document(record_id=made.id, ship=True, invoice=True)
    refused(sales, order)
    cancel_posted_invoice(invoice_id=SalesInvoiceHeader.objects.get().id)
    assert sales.created(order).no != made.no


@pytest.mark.parametrize("method", [0, 1])
def test_manual_discounts_cost_what_they_cost_in_the_crm(sales: Sales, method: int) -> None:
    """For the line or, where the organization says so, for each piece of it."""
    Organization.objects.update(extra={"discountcalculationmethod": method})
    line = sales.line(quantity=3, manualdiscountamount=Decimal("4.25"))
    order, quote = sales.order(line), sales.quote(line)
    wanted = Decimal("238.50") - Decimal("4.25") * (3 if method else 1)
    costs = now(order, "totalamount"), now(quote, "totalamount")
    amounts = sales.created(order).amount, sales.processed(quote).amount
    assert (*costs, *amounts) == (wanted,) * 4
