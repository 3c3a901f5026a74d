"""A won quote becomes a sales order only if its order is submitted; otherwise it is released."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.business_rules.caller import system_caller
from crm.business_rules.sales_actions.orders import submit_order
from crm.business_rules.sales_actions.quotes import win_quote
from crm.models import Quote
from crm_integration.job_queue import enqueue
from crm_integration.models import ConnectionSetup, CrmDocument, Job
from crm_integration.sentences.document_cures import document_sentence, obstacles_of
from erp.models import SalesHeader, SalesHeaderArchive, SalesReceivablesSetup
from erp.operations.create_items import create_items
from tests.crm_integration.document_flow.sales import Sales

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def of_type(document_type: str) -> list[SalesHeader]:
    return list(SalesHeader.objects.filter(document_type=document_type))


def archived() -> list[str]:
    return list(SalesHeaderArchive.objects.values_list("no", flat=True))


def age(quote: Quote) -> None:
    """It was changed some time before it failed."""
    Quote.objects.filter(pk=quote.pk).update(modifiedon=timezone.now() - timedelta(minutes=1))


def run(sales: Sales) -> None:
    """The chore, and what it asks for."""
    sales.systems.work(enqueue(kind="auto_process_sales_quotes").pk)
    sales.systems.work_all()


def test_a_won_quote_without_an_order_is_released_once(sales: Sales) -> None:
    quote = sales.quote()
    header = sales.processed(quote)
    win_quote(quote_id=quote.pk, caller=system_caller())
    results = sales.process(quote) + sales.process(quote)
    assert [(result.is_new, result.code) for result in results] == [(True, "quote_released"), (False, "")]
    header.refresh_from_db()
    assert (header.status, archived(), of_type("order")) == ("released", [], [])
    assert CrmDocument.objects.get().won_at is not None


def test_a_won_quote_whose_order_is_not_submitted_is_released_and_found_by_the_order_later(
    sales: Sales,
) -> None:
    quote = sales.quote()
    order = sales.order_of(quote, submit=False)
    header = sales.processed(quote)
    assert (header.status, of_type("order")) == ("released", [])
    submit_order(order_id=order.pk, caller=system_caller())
    made = sales.created(order)
    assert (made.quote_no, made.external_document_no, archived()) == (header.no, "Canteen", [header.no])
    assert of_type("quote") == [header]


def test_a_won_quote_with_a_submitted_order_becomes_a_sales_order(sales: Sales) -> None:
    quote = sales.quote(sales.line(quantity=4))
    order = sales.order_of(quote)
    (result,) = sales.process(quote)
    (header,), (made,) = of_type("quote"), of_type("order")
    assert result.code == "quote_ordered"
    assert (made.quote_no, made.your_reference) == (header.no, order.ordernumber)
    assert (made.lines.get().quantity, made.amount) == (4, header.amount)
    assert (header.status, archived()) == ("open", [header.no])
    (again,) = sales.process(quote)
    assert not again.is_new
    assert (len(of_type("order")), len(archived())) == (1, 1)


def test_an_order_that_came_before_its_quote_gets_the_quote_no(sales: Sales) -> None:
    quote = sales.quote()
    made = sales.created(sales.order_of(quote))
    assert made.quote_no == ""
    header = sales.processed(quote)
    made.refresh_from_db()
    assert (made.quote_no, archived(), len(of_type("order"))) == (header.no, [header.no], 1)


def test_a_won_quote_whose_order_fails_is_a_problem_until_the_order_has_come(sales: Sales) -> None:
    quote = sales.quote()
    header = sales.processed(quote)
    order = sales.order_of(quote)
    sales.systems.change(order, shipto_country="Middle-earth")
    (result,) = sales.process(quote)
    assert result.problem
    assert result.problem.code == "order_of_quote_failed"
    document = CrmDocument.objects.get(crm_table="quote")
    assert (document.status, document.won_at, document.times) == ("created", None, 1)
    assert str(order.ordernumber) in document_sentence(document)
    (obstacle,) = obstacles_of(document)
    assert obstacle.cure
    assert obstacle.cure.url.endswith("?show=failed")
    assert (of_type("quote"), of_type("order"), archived()) == ([header], [], [])
    age(quote)
    run(sales)
    document.refresh_from_db()
    assert document.times == 1
    sales.systems.change(order, shipto_country=None)
    sales.created(order)
    run(sales)
    document.refresh_from_db()
    assert (document.code, document.times, document.won_at is not None) == ("", 0, True)
    assert (of_type("order")[0].quote_no, archived()) == (header.no, [header.no])


def test_a_won_quote_that_cannot_be_released_stays_open_with_the_reason(sales: Sales) -> None:
    quote = sales.quote(sales.line(quantity=1))
    header = sales.processed(quote)
    header.lines.update(quantity=0)
    win_quote(quote_id=quote.pk, caller=system_caller())
    (result,) = sales.process(quote)
    assert result.problem
    header.refresh_from_db()
    document = CrmDocument.objects.get()
    assert (header.status, document.won_at, document.code) == ("open", None, "erp_rejected")


# By itself


def test_quotes_come_over_by_themselves_and_only_what_changed_is_asked_for(sales: Sales) -> None:
    active, won = sales.quote(), sales.quote()
    win_quote(quote_id=won.pk, caller=system_caller())
    run(sales)
    assert sorted(header.status for header in of_type("quote")) == ["open", "released"]
    run(sales)
    read_at = ConnectionSetup.get().quotes_read_at
    assert read_at
    jobs = Job.objects.filter(kind="process_sales_quotes").count()
    assert jobs == 1
    ConnectionSetup.objects.update(quotes_read_at=timezone.now() + timedelta(hours=1))
    sales.revision(active, quantity=3)
    run(sales)
    assert Job.objects.filter(kind="process_sales_quotes").count() == jobs


def test_a_quote_that_could_not_come_over_rests_and_is_tried_again(sales: Sales) -> None:
    age(sales.quote(sales.written_in("Something special")))
    run(sales)
    assert CrmDocument.objects.get().code == "write_in_product_missing"
    create_items(rows=[{"no": "MISC", "description": "Miscellaneous", "type": "service"}])
    SalesReceivablesSetup.objects.update(write_in_product_type="item", write_in_product_no="MISC")
    run(sales)
    assert of_type("quote") == []
    CrmDocument.objects.update(failed_at=timezone.now() - timedelta(minutes=30))
    run(sales)
    assert len(of_type("quote")) == 1


def test_quotes_are_not_processed_while_order_integration_is_off(sales: Sales) -> None:
    sales.quote()
    ConnectionSetup.objects.update(is_sales_order_integration_enabled=False)
    run(sales)
    assert not SalesHeader.objects.exists()
    assert Job.objects.get(kind="auto_process_sales_quotes").status == Job.Status.FAILED
