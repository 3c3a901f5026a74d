"""Somebody made the sales order of a sales quote here, before the CRM's order of it was submitted."""

from decimal import Decimal

import pytest

from crm.models import Organization, SalesOrder
from crm_integration.models import Coupling, CrmDocument
from crm_integration.sentences.document_cures import document_sentence
from erp.models import SalesHeader, SalesInvoiceHeader
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
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


def test_the_order_that_is_there_becomes_that_of_the_crm(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    header = sales.created(order)
    assert not SalesHeader.objects.exclude(pk=made.pk).exists()
    assert (header.pk, header.your_reference, header.amount) == (made.pk, order.ordernumber, made.amount)
    assert Coupling.objects.get(crm_id=order.pk).erp_id == made.pk
    assert now(order, "lastbackofficesubmit") is not None
    assert sales.create(order)[0].is_new is False


def test_an_order_that_says_something_else_is_left_to_people(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    first = made.lines.order_by("line_no")[0]
    modify_sales_document(record_id=made.id, values={}, lines=[{"id": first.id, "quantity": Decimal(7)}])
    quote_no = CrmDocument.objects.get(crm_table="quote").erp_no
    assert refused(sales, order) == (
        f"Sales order {made.no} was already made of sales quote {quote_no}, and it is not the same. "
        "Delete it and try again, or make it equal to the order and reopen it."
    )
    delete_sales_document(record_id=made.id)
    assert sales.created(order).no != made.no


def test_an_order_that_is_invoiced_already_is_not_made_again(sales: Sales) -> None:
    made, order = ordered_on_both_sides(sales)
    post_sales_document(record_id=made.id, ship=True, invoice=True)
    invoice = SalesInvoiceHeader.objects.get()
    assert f"was already ordered and posted as invoice {invoice.no}." in refused(sales, order)


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
