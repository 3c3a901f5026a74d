"""What becomes of documents: a quote an order, an invoice cancelled, versions and notes kept."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from erp.models import (
    CustomerLedgerEntry,
    Item,
    RecordNote,
    SalesHeader,
    SalesHeaderArchive,
    SalesInvoiceHeader,
    SalesReceivablesSetup,
)
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.create_record_note import create_record_note
from erp.operations.delete_archived_sales_document import delete_archived_sales_document
from erp.operations.delete_record_note import delete_record_note
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.errors import RecordMissing, RecordRejected
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.modify_record_note import modify_record_note
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.rename_record import rename_record
from erp.operations.save_setup import save_setup
from erp.operations.unapply_customer_entry import unapply_customer_entry
from erp.queries.customer_ledger import entry_amounts
from erp.queries.item_availability import inventory_of_items
from tests.erp.conftest import HeardEvents
from tests.erp.sales import document, item, set_up_sales, values_of

pytestmark = pytest.mark.usefixtures("selling_company")


@pytest.fixture
def selling_company(company: None) -> None:
    set_up_sales()


def refused(work: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RecordRejected) as caught:
        work(*args, **kwargs)
    return str(caught.value)


def test_a_quote_becomes_an_order_with_its_prices_and_is_gone() -> None:
    quote = document(
        item("BENCH", 3, 90, line_discount_percent=10),
        {"type": "comment", "description": "Oak"},
        kind="quote",
        external_document_no="Q-1",
        invoice_discount_amount=3,
    )
    create_record_note(table="sales_header", record_id=quote.id, values={"note": "Call first"})
    order = make_order_of_quote(record_id=quote.id)
    assert (order.no, order.status, order.quote_no, order.external_document_no, order.amount) == (
        "SO00001",
        "open",
        "SQ00001",
        "Q-1",
        240,
    )
    names = ("type", "quantity", "unit_price", "line_discount_amount", "amount", "outstanding_amount_lcy")
    assert values_of(order, *names) == [
        ("item", "3", "90", "27", "240", "240"),
        ("comment", "0", "0", "0", "0", "0"),
    ]
    assert [note.note for note in RecordNote.objects.filter(record_id=order.id)] == ["Call first"]
    assert not SalesHeader.objects.filter(id=quote.id).exists()
    assert "Only a quote" in refused(make_order_of_quote, record_id=order.id)
    assert "nothing to release" in refused(make_order_of_quote, record_id=document(kind="quote").id)


def test_versions_are_kept_as_they_were_and_counted() -> None:
    quote = document(item("BENCH", 1), kind="quote")
    archive_sales_document(record_id=quote.id, archived_by="nora")
    line = quote.lines.get()
    modify_sales_document(record_id=quote.id, values={}, lines=[{"id": line.id, "quantity": 5}])
    second = archive_sales_document(record_id=quote.id)
    versions = SalesHeaderArchive.objects.filter(document_record_id=quote.id).order_by("version_no")
    assert [(v.no, v.version_no, v.amount, v.archived_by) for v in versions] == [
        ("SQ00001", 1, 100, "nora"),
        ("SQ00001", 2, 500, ""),
    ]
    assert values_of(second, "no", "quantity", "amount") == [("BENCH", "5", "500")]
    rename_record(table="item", record_id=Item.objects.get(no="BENCH").id, new_key="SEAT")
    assert values_of(second, "no") == [("SEAT",)]
    delete_archived_sales_document(record_id=second.id)
    assert versions.all().count() == 1
    assert "Only quotes and orders" in refused(archive_sales_document, record_id=document(kind="invoice").id)


def test_the_setup_says_what_is_archived_when_it_goes() -> None:
    def versions_of_a_deleted(kind: str, **values: Any) -> int:
        made = document(item("BENCH"), kind=kind)
        delete_sales_document(record_id=made.id, **values)
        return SalesHeaderArchive.objects.filter(document_record_id=made.id).count()

    assert [versions_of_a_deleted(kind) for kind in ("quote", "order")] == [0, 0]
    assert versions_of_a_deleted("quote", archive=True) == 1
    values = {"archive_quotes": "always", "archive_orders": True}
    save_setup(model=SalesReceivablesSetup, values=values)
    assert [versions_of_a_deleted(kind) for kind in ("quote", "order", "invoice")] == [1, 1, 0]
    quote = document(item("BENCH"), kind="quote")
    order = make_order_of_quote(record_id=quote.id)
    post_sales_document(record_id=order.id)
    kept = SalesHeaderArchive.objects.filter(document_record_id__in=[quote.id, order.id])
    assert kept.count() == 2


def test_a_cancelled_invoice_is_credited_and_its_goods_are_in_stock_again(heard: HeardEvents) -> None:
    order = document(item("BENCH", 4), item("LAMP", 1, "9.99"))
    rows = [{"id": line.id, "qty_to_ship": 2 if line.no == "BENCH" else 0} for line in order.lines.all()]
    modify_sales_document(record_id=order.id, values={}, lines=rows)
    invoice = post_sales_document(record_id=order.id).invoice
    assert invoice
    memo = cancel_posted_invoice(invoice_id=invoice.id)
    assert (memo.corrected_invoice_id, memo.amount) == (invoice.no, 200)
    assert values_of(memo, "no", "quantity", "amount") == [("BENCH", "2", "200")]
    assert SalesInvoiceHeader.objects.get().cancelled
    assert ("modified", "sales_invoice_header", 1) in heard.all
    entries = list(CustomerLedgerEntry.objects.all())
    assert [entry.open for entry in entries] == [False, False]
    assert {a.remaining_amount for a in entry_amounts([e.id for e in entries]).values()} == {0}
    assert inventory_of_items(["BENCH"])["BENCH"] == 0
    # The order is as if nothing had been shipped, and its invoices add up to it again.
    assert values_of(order, "no", "outstanding_quantity", "quantity_invoiced")[0] == ("BENCH", "4", "0")
    again = post_sales_document(record_id=order.id).invoice
    assert again and str(again.amount.normalize()) == "409.99"
    assert "cancelled already" in refused(cancel_posted_invoice, invoice_id=invoice.id)


def test_an_invoice_on_which_something_is_paid_is_not_cancelled() -> None:
    invoice = post_sales_document(record_id=document(item("BENCH"), kind="invoice").id).invoice
    assert invoice and invoice.posting_date
    entry = CustomerLedgerEntry.objects.get()
    payment = register_payment(
        customer_no="C1",
        posting_date=invoice.posting_date,
        amount=entry_amounts([entry.id])[entry.id].amount / 2,
        document_no="B1",
        applies_to=[entry.id],
    )
    assert "Unapply the payment first" in refused(cancel_posted_invoice, invoice_id=invoice.id)
    unapply_customer_entry(entry_id=payment.id)
    assert cancel_posted_invoice(invoice_id=invoice.id).no == "PC00001"


def test_notes_stand_on_any_record_and_go_with_it() -> None:
    order = document(item("BENCH"))
    written = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    chosen = uuid4()
    note = create_record_note(
        table="sales_header",
        record_id=order.id,
        values={"description": "Delivery", "note": "Ring twice.\nThen wait.", "created_at": written},
        note_id=chosen,
    )
    assert (note.id, note.created_at, note.note) == (chosen, written, "Ring twice.\nThen wait.")
    assert modify_record_note(record_id=note.id, values={"note": "Ring."}).row_version == 2
    assert modify_record_note(record_id=note.id, values={"note": "Ring."}).row_version == 2
    other = create_record_note(table="sales_header", record_id=order.id, values={"note": "Gone"})
    delete_record_note(record_id=other.id)
    with pytest.raises(RecordMissing):
        create_record_note(table="customer", record_id=uuid4(), values={"note": "Nobody"})
    invoice = post_sales_document(record_id=order.id).invoice
    assert invoice
    assert [(n.table, n.record_id, n.note) for n in RecordNote.objects.all()] == [
        ("sales_invoice_header", invoice.id, "Ring.")
    ]
