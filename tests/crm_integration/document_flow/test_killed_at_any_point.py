"""Whoever makes documents and dies at any statement or request is followed by one who ends the work, once."""

from typing import Any

import pytest
from django.utils import timezone

from crm.models import Invoice, InvoiceDetail, Post, SalesOrder
from crm_integration.dataverse.clients import client_for
from crm_integration.document_flow.posted_sales_invoices.create import create_invoices
from crm_integration.document_flow.sales_orders.create_later import SALES_ORDERS_LATER
from crm_integration.job_queue import enqueue, free_leases_of
from crm_integration.jobs.process import process_owner
from crm_integration.models import Coupling, CrmDocument, Job, OrderStep
from erp.models import SalesHeader, SalesInvoiceHeader, SalesLine
from erp.operations.post_sales_document import post_sales_document
from tests.crm_integration.document_flow.sales import LINA, Sales
from tests.killing import DATABASES, Bomb, Killed, undone

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=DATABASES)]


def work(sales: Sales) -> None:
    """What the workers do who come next."""
    free_leases_of(process_owner(), now=timezone.now())
    enqueue(kind="sales_order_status", unique_key="sales_order_status", exclusive_key="sales_order_status")
    sales.systems.work_all()


def orders(order: SalesOrder) -> dict[str, Any]:
    crm = SalesOrder.objects.get(pk=order.pk)
    coupled = Coupling.objects.filter(mapping="SALESORDER-ORDER")
    return {
        "headers": list(SalesHeader.objects.values_list("your_reference", "amount")),
        "lines": SalesLine.objects.count(),
        "couplings": list(coupled.values_list("crm_id", flat=True)),
        "documents": list(CrmDocument.objects.values_list("crm_id", "status")),
        "unstamped": CrmDocument.objects.filter(stamped_at=None).count(),
        "crm": (crm.statecode, crm.statuscode, crm.lastbackofficesubmit is not None),
    }


def test_an_order_is_created_once_wherever_its_worker_dies(
    sales: Sales, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = sales.order(sales.line(), sales.line(LINA, description="Two\nlines"), freightamount=5)

    def create() -> None:
        SALES_ORDERS_LATER.ask_for([order.pk])
        work(sales)

    counting = Bomb()
    with undone(), counting.set(monkeypatch):
        create()
        expected = orders(order)
    assert expected["lines"] == 5
    assert expected["crm"] == (1, 3, True)
    for at in range(1, counting.count + 1):
        with undone():
            try:
                with Bomb(at=at).set(monkeypatch):
                    create()
            except Killed:
                if not Job.objects.filter(kind="create_sales_orders").exists():
                    SALES_ORDERS_LATER.ask_for([order.pk])
                work(sales)
            assert orders(order) == expected, f"killed at {at} of {counting.count}"


def test_a_posting_that_dies_anywhere_leaves_nothing_half_posted(
    sales: Sales, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = sales.created(sales.order())
    before = (list(SalesHeader.objects.values()), OrderStep.objects.count())
    counting = Bomb()
    with undone(), counting.set(monkeypatch):
        post_sales_document(record_id=header.id, ship=True, invoice=True)
    for at in range(1, counting.count + 1):
        with undone():
            with pytest.raises(Killed), Bomb(at=at).set(monkeypatch):
                post_sales_document(record_id=header.id, ship=True, invoice=True)
            assert (list(SalesHeader.objects.values()), OrderStep.objects.count()) == before
            assert not SalesInvoiceHeader.objects.exists()


def test_the_crm_is_told_once_wherever_the_worker_dies(sales: Sales, monkeypatch: pytest.MonkeyPatch) -> None:
    header = sales.created(sales.order())
    post_sales_document(record_id=header.id, ship=True, invoice=True)
    counting = Bomb()
    with undone(), counting.set(monkeypatch):
        work(sales)
    for at in range(1, counting.count + 1):
        with undone():
            try:
                with Bomb(at=at).set(monkeypatch):
                    work(sales)
            except Killed:
                work(sales)
            assert Post.objects.count() == 3, f"killed at {at} of {counting.count}"
            assert not OrderStep.objects.filter(told_at=None).exists()
            assert set(SalesOrder.objects.values_list("statecode", flat=True)) == {4}


def test_an_invoice_arrives_once_wherever_the_worker_dies(
    sales: Sales, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = sales.created(sales.order())
    posted = post_sales_document(record_id=header.id, ship=True, invoice=True)
    assert posted.invoice
    ids = [posted.invoice.id]

    def create() -> None:
        create_invoices(client_for(sales.setup), ids, setup=sales.setup, now=timezone.now())

    counting = Bomb()
    with undone(), counting.set(monkeypatch):
        create()
    for at in range(1, counting.count + 1):
        with undone():
            try:
                with Bomb(at=at).set(monkeypatch):
                    create()
            except Killed:
                create()
            assert Invoice.objects.count() == InvoiceDetail.objects.count() == 1
            assert Coupling.objects.filter(mapping="POSTEDSALESINV-INV").count() == 1
