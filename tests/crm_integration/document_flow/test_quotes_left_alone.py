"""When somebody has a quote processed that needs nothing, or can have nothing, a sentence says so (SD 2)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.quotes import close_quote, revise_quote, win_quote
from crm.models import Quote
from crm_integration.models import Coupling, CrmDocument, OrderStep
from erp.models import RecordNote, SalesHeader, SalesHeaderArchive, SalesLine
from erp.operations.post_sales_document import post_sales_document
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
QUOTES = "/admin/sales-quotes-crm/"
NOT_OFFERED = "It is not active and not won. Only these quotes become sales quotes."


def press(browser: Client, quote: Quote) -> str:
    """Process in Business Central: the sentence that the page answers with."""
    answer = browser.post(QUOTES, {"id": [str(quote.pk)]})
    (message,) = get_messages(answer.wsgi_request)
    return str(message)


def everything() -> list[Any]:
    """What processing a quote may write, in the back office and for the connection."""
    written: Any = (SalesHeader, SalesLine, SalesHeaderArchive, RecordNote, CrmDocument, Coupling)
    return [list(model.objects.order_by("pk").values()) for model in written]


def an_active_one(sales: Sales) -> Quote:
    quote = sales.quote()
    sales.processed(quote)
    return quote


def a_won_one(sales: Sales) -> Quote:
    quote = sales.quote()
    win_quote(quote_id=quote.pk, caller=system_caller())
    sales.processed(quote)
    return quote


def one_that_became_an_order(sales: Sales) -> Quote:
    quote = sales.quote()
    sales.order_of(quote)
    sales.processed(quote)
    return quote


@pytest.mark.parametrize("known", [an_active_one, a_won_one, one_that_became_an_order])
def test_a_quote_that_was_processed_stays_as_it_is(
    sales: Sales, processor: Client, known: Callable[[Sales], Quote]
) -> None:
    quote = known(sales)
    no, before = SalesHeader.objects.get(document_type="quote").no, everything()
    sales.systems.sent.requests.clear()
    assert press(processor, quote) == f"The quote became sales quote {no} before. Nothing was changed."
    assert (everything(), sales.systems.sent.writes) == (before, [])


def test_a_quote_that_was_changed_without_a_revision_leaves_its_sales_quote(
    sales: Sales, processor: Client
) -> None:
    quote = an_active_one(sales)
    before = everything()
    sales.systems.change(quote, name="Another canteen")
    assert press(processor, quote).endswith("Nothing was changed.")
    assert everything() == before


def draft(quote: Quote, sales: Sales) -> Quote:
    sales.systems.change(quote, statecode=0, statuscode=1)
    return quote


def lost(quote: Quote, sales: Sales) -> Quote:
    close_quote(quote_id=quote.pk, caller=system_caller(), status=5)
    return quote


def canceled(quote: Quote, sales: Sales) -> Quote:
    close_quote(quote_id=quote.pk, caller=system_caller(), status=6)
    return quote


def revised(quote: Quote, sales: Sales) -> Quote:
    revise_quote(quote_id=quote.pk, caller=system_caller())
    return quote


@pytest.mark.parametrize("end", [draft, lost, canceled, revised])
@pytest.mark.parametrize("came_over", [True, False])
def test_a_quote_that_is_not_offered_makes_and_changes_nothing(
    sales: Sales, processor: Client, came_over: bool, end: Callable[[Quote, Sales], Quote]
) -> None:
    quote = end(an_active_one(sales) if came_over else sales.quote(), sales)
    before = everything()
    assert press(processor, quote) == NOT_OFFERED
    assert everything() == before


def test_a_quote_that_is_gone_in_the_crm_is_said_to_be_and_its_sales_quote_stays(
    sales: Sales, processor: Client
) -> None:
    quote = an_active_one(sales)
    before = everything()
    sales.systems.remove(quote)
    assert press(processor, quote) == "The quote does not exist any more in Dynamics 365 Sales."
    assert everything() == before


# Won quotes


def test_a_won_quote_without_an_order_is_no_error_but_released(sales: Sales, processor: Client) -> None:
    quote = an_active_one(sales)
    win_quote(quote_id=quote.pk, caller=system_caller())
    said = press(processor, quote)
    header = SalesHeader.objects.get()
    assert said == f"Sales quote {header.no} was released: the quote is won, and no order is submitted."
    assert header.status == "released"


def test_a_won_quote_whose_sales_order_is_not_to_be_found_stays_as_it_is(
    sales: Sales, processor: Client
) -> None:
    quote = an_active_one(sales)
    order = sales.order_of(quote)
    made = sales.created(order)
    SalesHeader.objects.filter(pk=made.pk).delete()  # past every operation
    before = everything()
    assert press(processor, quote) == (
        f"It is won, but sales order {made.no} of its order is neither there nor invoiced. "
        "Nothing was changed."
    )
    after = everything()
    assert after[:4] == before[:4]
    document = CrmDocument.objects.get(crm_table="quote")
    assert (document.code, document.won_at) == ("order_of_quote_missing", None)


@pytest.mark.parametrize("came_over_first", ["quote", "order"])
def test_a_won_quote_whose_order_is_invoiced_already_is_archived_once(
    sales: Sales, processor: Client, came_over_first: str
) -> None:
    quote = sales.quote()
    if came_over_first == "quote":
        sales.processed(quote)
    made = sales.created(sales.order_of(quote))
    post_sales_document(record_id=made.id, ship=True, invoice=True)
    assert OrderStep.objects.filter(kind="completed").exists()
    said = press(processor, quote)
    header = SalesHeader.objects.get()
    assert said == f"The order of sales quote {header.no} is here, and the quote is archived."
    assert list(SalesHeaderArchive.objects.filter(document_type="quote").values_list("no", flat=True)) == [
        header.no
    ]
