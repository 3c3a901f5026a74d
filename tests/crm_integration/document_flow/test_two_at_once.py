"""Two people press the same button at the same moment: one order, one quote."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from crm.models import SalesOrder
from crm_integration.models import Coupling, CrmDocument
from erp.models import SalesHeader, SalesHeaderArchive
from tests.crm_integration.document_flow.sales import Sales

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
    pytest.mark.django_db(transaction=True, databases=["default", "crm"]),
]
PEOPLE, ORDERS = 4, 5


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
