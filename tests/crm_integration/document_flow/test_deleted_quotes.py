"""A sales quote that was deleted by mistake is made anew when somebody asks for it, and by nobody else."""

import pytest
from django.test import Client
from django.utils import timezone

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.quotes import close_quote, win_quote
from crm.models import Quote
from crm_integration.job_queue import enqueue
from crm_integration.models import CrmDocument
from erp.models import RecordNote, SalesHeader
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.modify_customers import modify_customers
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
QUOTES = "/admin/sales-quotes-crm/"
OFFER = "makes it anew"


def press(browser: Client, *quotes: Quote) -> str:
    """Process in Business Central; what the page says of it."""
    ids = [str(quote.pk) for quote in quotes]
    return browser.post(QUOTES, {"id": ids}, follow=True).content.decode()


def listed(browser: Client) -> str:
    return browser.get(QUOTES).content.decode()


def of_type(document_type: str) -> list[SalesHeader]:
    return list(SalesHeader.objects.filter(document_type=document_type))


def deleted(sales: Sales) -> tuple[Quote, SalesHeader]:
    quote = sales.quote()
    sales.annotate(quote, "Ring twice")
    header = sales.processed(quote)
    delete_sales_document(record_id=header.id)
    return quote, header


def test_pressing_the_button_makes_it_anew_with_its_notes(sales: Sales, processor: Client) -> None:
    quote, header = deleted(sales)
    assert f"Sales quote {header.no} is not there any more." in listed(processor)
    assert OFFER in listed(processor)
    press(processor, quote)
    (again,) = of_type("quote")
    document = CrmDocument.objects.get()
    assert (again.your_reference, again.no == header.no) == (quote.quotenumber, False)
    assert (document.crm_id, document.erp_id, document.status) == (quote.pk, again.id, "created")
    assert list(RecordNote.objects.values_list("record_id", "note")) == [(again.id, "Ring twice")]
    assert OFFER not in listed(processor)
    assert f"The quote became sales quote {again.no} before. Nothing was changed." in press(processor, quote)
    assert of_type("quote") == [again]


def test_several_are_made_anew_in_the_background_and_what_is_there_stays(
    sales: Sales, processor: Client
) -> None:
    (first, _), (second, _), third = deleted(sales), deleted(sales), sales.quote()
    kept = sales.processed(third)
    press(processor, first, second, third)
    sales.systems.work_all()
    references = {first.quotenumber, second.quotenumber, third.quotenumber}
    assert {header.your_reference for header in of_type("quote")} == references
    assert len(of_type("quote")) == CrmDocument.objects.count() == 3
    assert kept in of_type("quote")


def test_the_job_leaves_it(sales: Sales) -> None:
    quote, _ = deleted(sales)
    win_quote(quote_id=quote.pk, caller=system_caller())
    for _ in range(2):
        sales.systems.work(enqueue(kind="auto_process_sales_quotes").pk)
        sales.systems.work_all()
    assert of_type("quote") == []


def test_one_that_was_won_and_released_is_released_again(sales: Sales, processor: Client) -> None:
    quote = sales.quote()
    sales.processed(quote)
    win_quote(quote_id=quote.pk, caller=system_caller())
    delete_sales_document(record_id=sales.processed(quote).id)
    assert OFFER in listed(processor)
    press(processor, quote)
    (again,) = of_type("quote")
    assert (again.status, CrmDocument.objects.get().won_at is not None) == ("released", True)


def test_one_that_became_an_order_here_is_not_made_again(sales: Sales, processor: Client) -> None:
    quote = sales.quote()
    win_quote(quote_id=quote.pk, caller=system_caller())
    made = make_order_of_quote(record_id=sales.processed(quote).id)
    assert OFFER not in listed(processor)
    assert "Nothing was changed." in press(processor, quote)
    assert list(SalesHeader.objects.all()) == [made]


def test_one_whose_order_came_over_is_not_made_again(sales: Sales, processor: Client) -> None:
    quote = sales.quote()
    sales.order_of(quote)
    delete_sales_document(record_id=sales.processed(quote).id)
    (order,) = of_type("order")
    assert OFFER not in listed(processor)
    assert "Nothing was changed." in press(processor, quote)
    assert list(SalesHeader.objects.all()) == [order]


def test_one_whose_order_came_after_it_was_deleted_is_not_made_again(sales: Sales, processor: Client) -> None:
    quote, _ = deleted(sales)
    sales.created(sales.order_of(quote))
    press(processor, quote)
    assert of_type("quote") == []
    assert len(of_type("order")) == 1


@pytest.mark.parametrize("status", [5, 6])
def test_one_that_was_lost_or_canceled_is_not_offered(sales: Sales, processor: Client, status: int) -> None:
    quote, _ = deleted(sales)
    close_quote(quote_id=quote.pk, caller=system_caller(), status=status)
    assert OFFER not in listed(processor)
    assert "It is not active and not won. Only these quotes become sales quotes." in press(processor, quote)
    assert of_type("quote") == []


def test_one_that_cannot_be_made_anew_says_why_and_comes_when_that_is_cured(
    sales: Sales, processor: Client
) -> None:
    quote, _ = deleted(sales)
    modify_customers(changes={sales.customer.id: {"blocked": "all"}})
    press(processor, quote)
    assert (CrmDocument.objects.get().status, of_type("quote")) == ("failed", [])
    modify_customers(changes={sales.customer.id: {"blocked": ""}})
    CrmDocument.objects.update(failed_at=timezone.now().replace(year=2020))
    sales.systems.work(enqueue(kind="auto_process_sales_quotes").pk)
    sales.systems.work_all()
    assert len(of_type("quote")) == 1
