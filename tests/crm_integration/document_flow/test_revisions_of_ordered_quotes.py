"""Somebody made the sales order of a sales quote here, and then the salesperson revises the quote."""

import pytest

from crm.models import Quote
from crm_integration.models import CrmDocument
from crm_integration.sentences.document_cures import document_sentence, obstacles_of
from erp.models import SalesHeader, SalesInvoiceHeader
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def revised(sales: Sales) -> tuple[SalesHeader, Quote]:
    """The sales order that was made here of two chairs, and the revision that offers seven."""
    quote = sales.quote()
    made = make_order_of_quote(record_id=sales.processed(quote).id)
    return made, sales.revision(quote, quantity=7)


def refused(sales: Sales, revision: Quote) -> str:
    """Why the revision makes nothing, after which nothing has changed."""
    before = list(SalesHeader.objects.values("document_type", "no", "row_version"))
    (result,) = sales.process(revision)
    assert result.problem
    assert list(SalesHeader.objects.values("document_type", "no", "row_version")) == before
    return document_sentence(CrmDocument.objects.get(crm_id=revision.pk))


def test_a_revision_of_a_quote_that_was_ordered_makes_no_second_sales_quote(sales: Sales) -> None:
    made, revision = revised(sales)
    assert refused(sales, revision) == (
        f"Sales order {made.no} was already made of sales quote {made.quote_no}, which this revises. "
        "Change the sales order by hand: it becomes that of the order in Dynamics 365 Sales. Or delete it "
        "and try again."
    )
    (obstacle,) = obstacles_of(CrmDocument.objects.get(crm_id=revision.pk))
    assert obstacle.cure
    assert obstacle.cure.url.endswith(f"/salesorder/{made.id}/change/")


def test_it_becomes_a_sales_quote_when_the_sales_order_was_deleted(sales: Sales) -> None:
    made, revision = revised(sales)
    refused(sales, revision)
    delete_sales_document(record_id=made.id)
    assert sales.processed(revision).lines.get().quantity == 7


def test_it_becomes_a_sales_quote_when_the_invoice_was_cancelled(sales: Sales) -> None:
    made, revision = revised(sales)
    post_sales_document(record_id=made.id, ship=True, invoice=True)
    invoice = SalesInvoiceHeader.objects.get()
    assert f"was already ordered and posted as invoice {invoice.no}." in refused(sales, revision)
    cancel_posted_invoice(invoice_id=invoice.id)
    assert sales.processed(revision).lines.get().quantity == 7


@pytest.mark.parametrize("is_processed", [True, False])
def test_the_order_of_the_revision_is_the_sales_order_that_is_there(sales: Sales, is_processed: bool) -> None:
    made, revision = revised(sales)
    if is_processed:
        refused(sales, revision)
    order = sales.order_of(revision)
    assert f"Sales order {made.no} was already made" in document_sentence(sales.problem(order))
    line = made.lines.get()
    modify_sales_document(record_id=made.id, values={}, lines=[{"id": line.id, "quantity": 7}])
    assert sales.created(order).pk == made.pk
    assert list(SalesHeader.objects.filter(document_type="order")) == [made]


def test_the_order_of_a_revision_of_what_was_posted_is_not_made_again(sales: Sales) -> None:
    made, revision = revised(sales)
    post_sales_document(record_id=made.id, ship=True, invoice=True)
    said = document_sentence(sales.problem(sales.order_of(revision)))
    assert "was already ordered and posted as invoice" in said
