"""Two who sell, post and pay at the same time; needs a database that locks rows."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection

from erp.models import (
    Customer,
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    Item,
    ItemLedgerEntry,
    SalesHeader,
    SalesInvoiceHeader,
    SalesShipmentHeader,
)
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.create_invoice_of_shipments import create_invoice_of_shipments
from erp.operations.errors import OperationError
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_items import modify_items
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.rename_record import rename_record
from erp.queries.item_availability import inventory_of_items
from tests.erp.operations.test_two_at_once import at_once
from tests.erp.sales import document, item, set_up_sales

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 10


@pytest.fixture(autouse=True)
def _company() -> None:
    initialize_company()
    set_up_sales()


def refusals(results: list[Any]) -> int:
    return sum(isinstance(result, OperationError) for result in results)


def test_an_order_that_two_post_at_once_is_posted_once() -> None:
    for number in range(1, ROUNDS + 1):
        order = document(item("BENCH", 2))
        work = partial(post_sales_document, record_id=order.id)
        assert refusals(at_once(work, work)) == 1
        for model in (SalesShipmentHeader, SalesInvoiceHeader, CustomerLedgerEntry, ItemLedgerEntry):
            assert model.objects.count() == number


def test_a_shipment_that_two_invoice_at_once_is_invoiced_once() -> None:
    for _round in range(ROUNDS):
        order = document(item("BENCH", 2))
        shipment = post_sales_document(record_id=order.id, invoice=False).shipment
        assert shipment
        invoice = create_invoice_of_shipments(shipment_ids=[shipment.id])
        works = [partial(post_sales_document, record_id=one.id) for one in (order, invoice)]
        assert refusals(at_once(*works)) == 1
    assert {one.amount for one in SalesInvoiceHeader.objects.all()} == {Decimal(200)}
    assert SalesInvoiceHeader.objects.count() == ROUNDS


def test_an_invoice_is_paid_and_cancelled_by_one_of_two_only() -> None:
    for number in range(ROUNDS):
        invoice = post_sales_document(record_id=document(item("LAMP", 1, 10), kind="invoice").id).invoice
        assert invoice
        entry = CustomerLedgerEntry.objects.get(document_no=invoice.no)
        pay = partial(
            register_payment,
            customer_no="C1",
            posting_date=date(2026, 4, 1),
            amount=Decimal(10),
            document_no=f"B{number}",
            applies_to=[entry.id],
        )
        assert refusals(at_once(pay, pay, partial(cancel_posted_invoice, invoice_id=invoice.id))) == 2
        entry.refresh_from_db()
        assert not entry.open
    assert sum(DetailedCustomerLedgEntry.objects.values_list("amount", flat=True)) == 0


def test_selling_changing_and_renaming_do_not_block_each_other_for_good() -> None:
    bench, lamp = Item.objects.get(no="BENCH"), Item.objects.get(no="LAMP")
    customer = Customer.objects.get(no="C2")
    orders = [document(item("BENCH"), item("LAMP")) for _n in range(2 * ROUNDS)]

    def sell(mine: list[SalesHeader]) -> None:
        for order in mine:
            modify_sales_document(record_id=order.id, values={"your_reference": "R"})
            post_sales_document(record_id=order.id)
            document(item("LAMP"), item("LAMP"))

    def change() -> None:
        for number in range(ROUNDS):
            modify_items(changes={one.id: {"description": f"A {number}"} for one in (lamp, bench)})

    def rename() -> None:
        for number in range(ROUNDS):
            rename_record(table="item", record_id=bench.id, new_key=f"BENCH{number}")
            rename_record(table="customer", record_id=customer.id, new_key=f"C2{number}")

    halves = [partial(sell, orders[:ROUNDS]), partial(sell, orders[ROUNDS:])]
    assert at_once(*halves, change, rename) == [None] * 4
    assert inventory_of_items(["LAMP"])["LAMP"] == -2 * ROUNDS
    assert inventory_of_items([f"BENCH{ROUNDS - 1}"])[f"BENCH{ROUNDS - 1}"] == -2 * ROUNDS
    numbers = list(SalesHeader.objects.values_list("no", flat=True))
    assert len(set(numbers)) == len(numbers) == 2 * ROUNDS


def test_invoicing_shipments_cancelling_and_renaming_the_customer_do_not_block_each_other_for_good() -> None:
    customer = Customer.objects.get(no="C1")
    orders = [document(item("BENCH", 4)) for _n in range(ROUNDS)]
    for order in orders:
        rows = [{"line_no": 10000, "qty_to_ship": 2}]
        modify_sales_document(record_id=order.id, values={}, lines=rows)
    shipments = [post_sales_document(record_id=one.id, invoice=False).shipment for one in orders]
    pairs = zip(shipments[::2], shipments[1::2], strict=True)
    invoices = [create_invoice_of_shipments(shipment_ids=[one.id for one in pair if one]) for pair in pairs]

    def invoice_and_cancel() -> None:
        for one in invoices:
            posted = post_sales_document(record_id=one.id).invoice
            assert posted
            cancel_posted_invoice(invoice_id=posted.id)

    def rename() -> None:
        for number in range(2 * ROUNDS):
            rename_record(table="customer", record_id=customer.id, new_key=f"C1{number}")

    assert at_once(invoice_and_cancel, rename) == [None, None]
    assert inventory_of_items(["BENCH"])["BENCH"] == 0
    assert SalesInvoiceHeader.objects.filter(cancelled=True).count() == ROUNDS // 2
