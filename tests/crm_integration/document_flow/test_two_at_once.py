"""Two people press the same button at the same moment: one order, one quote."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections

from crm.models import Quote, SalesOrder
from crm_integration.document_flow.result import Result
from crm_integration.document_flow.sales_quotes import process
from crm_integration.models import Coupling, CrmDocument
from erp.models import SalesHeader, SalesHeaderArchive
from tests.crm_integration.document_flow.sales import Sales

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
    pytest.mark.django_db(transaction=True, databases=["default", "crm"]),
]
PEOPLE, ORDERS, ROUNDS, PATIENCE = 4, 5, 5, 30


def test_a_revision_that_several_people_process_at_once_is_written_once(sales: Sales) -> None:
    quote = sales.quote()
    header = sales.processed(quote)
    revised = sales.revision(quote, quantity=7)
    start = Barrier(PEOPLE)

    def press() -> bool:
        try:
            start.wait()
            return sales.process(revised)[0].is_new
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        pressed = list(pool.map(lambda _: press(), range(PEOPLE)))
    assert sum(pressed) == SalesHeaderArchive.objects.count() == 1
    assert (CrmDocument.objects.get().crm_id, SalesHeader.objects.get().no) == (revised.pk, header.no)


class Meeting:
    """Where two workers wait that have read what they are going to write."""

    def __init__(self) -> None:
        self.first_has_read = Event()
        self._both = Barrier(2)

    def before(self, make: Callable[..., Result]) -> Callable[..., Result]:
        def waiting(*read: Any, **options: Any) -> Result:
            self.first_has_read.set()
            self._both.wait(PATIENCE)
            return make(*read, **options)

        return waiting


def overlapping(sales: Sales, first: Quote, monkeypatch: pytest.MonkeyPatch) -> Quote:
    """A worker has read the quote when the salesperson revises it; another one takes the next revision."""
    meeting = Meeting()

    def work(quote: Quote) -> None:
        try:
            sales.process(quote)
        finally:
            connections.close_all()

    with monkeypatch.context() as slow, ThreadPoolExecutor(2) as pool:
        slow.setattr(process, "make_document", meeting.before(process.make_document))
        one = pool.submit(work, first)
        assert meeting.first_has_read.wait(PATIENCE)
        second = sales.revision(first, quantity=7)
        other = pool.submit(work, second)
        one.result()
        other.result()
    return second


@pytest.mark.parametrize("came_over_before", [True, False])
def test_a_revision_that_overtakes_the_one_before_is_the_one_that_stays(
    sales: Sales, monkeypatch: pytest.MonkeyPatch, came_over_before: bool
) -> None:
    for _ in range(ROUNDS):
        quote = sales.quote()
        if came_over_before:
            sales.processed(quote)
        last = overlapping(sales, sales.revision(quote, quantity=3), monkeypatch)
        header = SalesHeader.objects.get(your_reference=quote.quotenumber)
        document = CrmDocument.objects.get(number=quote.quotenumber)
        assert (document.crm_id, document.revision, document.status) == (last.pk, 2, "created")
        assert (document.erp_id, header.lines.get().quantity) == (header.id, 7)


def test_an_order_that_several_people_create_at_once_is_one(sales: Sales) -> None:
    orders = [sales.order() for _ in range(ORDERS)]
    start = Barrier(PEOPLE)

    def press() -> list[bool]:
        try:
            start.wait()
            return [result.is_new for result in sales.create(*orders)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        pressed = list(pool.map(lambda _: press(), range(PEOPLE)))
    assert sum(sum(new) for new in pressed) == ORDERS
    assert SalesHeader.objects.count() == CrmDocument.objects.count() == ORDERS
    assert Coupling.objects.filter(mapping="SALESORDER-ORDER").count() == ORDERS
    assert set(SalesOrder.objects.values_list("statecode", "statuscode")) == {(1, 3)}
    assert not CrmDocument.objects.filter(stamped_at=None).exists()
