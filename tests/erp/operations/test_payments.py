"""Payments: registered, applied to invoices, taken back; and what a customer owes, has ordered and bought."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.models import Customer, CustomerLedgerEntry, DetailedCustomerLedgEntry
from erp.operations.apply_customer_entries import apply_customer_entries
from erp.operations.create_invoice_of_shipments import create_invoice_of_shipments
from erp.operations.delete_customer import delete_customer
from erp.operations.errors import RecordInUse, RecordRejected
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.rename_record import rename_record
from erp.operations.save_currency_exchange_rate import save_currency_exchange_rate
from erp.operations.unapply_customer_entry import unapply_customer_entry
from erp.queries.customer_ledger import entry_amounts, invoice_amounts, with_amounts
from erp.queries.customer_statistics import customer_statistics
from tests.erp.sales import document, item, plain, set_up_sales

pytestmark = pytest.mark.usefixtures("selling_company")
MARCH = date(2026, 3, 1)
APRIL = date(2026, 4, 1)


@pytest.fixture
def selling_company(company: None) -> None:
    set_up_sales()


def owed(price: Any, *, customer: str = "C1", kind: str = "invoice") -> CustomerLedgerEntry:
    """The ledger entry of a posted invoice or credit memo."""
    made = document(item("LAMP", 1, price), kind=kind, customer=customer, posting_date=MARCH, due_date=APRIL)
    posted = post_sales_document(record_id=made.id)
    posted_header = posted.invoice or posted.credit_memo
    assert posted_header
    return CustomerLedgerEntry.objects.get(document_no=posted_header.no)


def pay(
    amount: Any | None, *entries: CustomerLedgerEntry, customer: str = "C1", **values: Any
) -> CustomerLedgerEntry:
    return register_payment(
        customer_no=customer,
        posting_date=values.pop("on", APRIL),
        amount=None if amount is None else Decimal(str(amount)),
        document_no=values.pop("no", "BANK-1"),
        applies_to=[entry.id for entry in entries],
        **values,
    )


def left(*entries: CustomerLedgerEntry) -> list[tuple[str, str, bool]]:
    """What remains of entries, in their currency and in LCY, and whether they are open."""
    amounts = entry_amounts([entry.id for entry in entries])
    for entry in entries:
        entry.refresh_from_db()
    return [
        (
            plain(amounts[entry.id].remaining_amount),
            plain(amounts[entry.id].remaining_amt_lcy),
            entry.open,
        )
        for entry in entries
    ]


def refused(work: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(RecordRejected) as caught:
        work(*args, **kwargs)
    return str(caught.value)


def test_a_payment_closes_the_invoice_that_it_pays() -> None:
    invoice = owed(100)
    payment = pay(100, invoice)
    assert left(invoice, payment) == [("0", "0", False), ("0", "0", False)]
    assert (invoice.closed_at_date, payment.document_type) == (APRIL, "payment")
    assert invoice_amounts([invoice.document_no])[invoice.document_no].remaining_amount == 0


def test_part_of_a_payment_leaves_part_of_the_invoice_and_too_much_stays_open() -> None:
    first, second = owed(100), owed(50)
    assert left(first, pay(30, first)) == [("70", "70", True), ("0", "0", False)]
    payment = pay(200, first, second, no="BANK-2")
    assert left(first, second, payment) == [("0", "0", False), ("0", "0", False), ("-80", "-80", True)]
    third = owed(60)
    apply_customer_entries(entry_id=payment.id, applies_to=[third.id], amount=Decimal(20))
    assert left(third, payment) == [("40", "40", True), ("-60", "-60", True)]
    apply_customer_entries(entry_id=third.id, applies_to=[payment.id])
    assert left(third, payment) == [("0", "0", False), ("-20", "-20", True)]


def test_a_credit_memo_pays_like_money() -> None:
    invoice, memo = owed(100), owed(100, kind="credit_memo")
    apply_customer_entries(entry_id=memo.id, applies_to=[invoice.id])
    assert left(invoice, memo) == [("0", "0", False), ("0", "0", False)]


def test_a_foreign_payment_closes_both_in_both_currencies_whatever_the_rate() -> None:
    invoice = owed("33.33", customer="C2")
    assert left(invoice) == [("33.33", "26.66", True)]
    rate = {"exchange_rate_amount": 2, "relational_exch_rate_amount": 1}
    save_currency_exchange_rate(values={"currency_code": "USD", "starting_date": "2026-04-01", **rate})
    parts = [pay("11.11", invoice, customer="C2", currency_code="USD", no=f"B{n}") for n in range(3)]
    assert left(invoice, *parts) == [("0", "0", False)] * 4
    assert plain(entry_amounts([parts[0].id])[parts[0].id].amount_lcy) == "-5.56"


def test_what_was_applied_can_be_taken_back_the_latest_first() -> None:
    first, second = owed(100), owed(50)
    payment = pay(120, first, second)
    other = pay(30, second, no="BANK-2")
    assert left(first, second, payment) == [("0", "0", False), ("0", "0", False), ("0", "0", False)]
    assert "applied again since" in refused(unapply_customer_entry, entry_id=payment.id)
    unapply_customer_entry(entry_id=other.id)
    unapply_customer_entry(entry_id=payment.id)
    assert left(first, second, payment, other) == [
        ("100", "100", True),
        ("50", "50", True),
        ("-120", "-120", True),
        ("-30", "-30", True),
    ]
    assert "Nothing is applied" in refused(unapply_customer_entry, entry_id=payment.id)
    apply_customer_entries(entry_id=payment.id, applies_to=[second.id])
    assert left(second, payment) == [("0", "0", False), ("-70", "-70", True)]


def test_what_does_not_fit_together_is_not_applied() -> None:
    invoice, foreign = owed(100), owed(100, customer="C2")
    payment = pay(10)
    for other, sentence in (
        (foreign, "another customer"),
        (pay(5, no="B2"), "same direction"),
        (pay(5, customer="C1", currency_code="USD", no="B3"), "another currency"),
    ):
        assert sentence in refused(apply_customer_entries, entry_id=payment.id, applies_to=[other.id])
    pay(100, invoice, no="B4")
    assert "is closed" in refused(pay, 1, invoice, no="B5")
    assert not CustomerLedgerEntry.objects.filter(document_no="B5").exists()
    assert "Enter an amount" in refused(pay, 0)
    assert "does not exist" in refused(pay, 1, customer="NOBODY")
    assert "must have a value" in refused(pay, 1, no="")


def test_a_refund_of_what_remains_is_registered_once_too() -> None:
    payment = pay(50)
    pay(-1, no="REFUND-1")
    with pytest.raises(RecordRejected) as caught:
        pay(None, payment, no="REFUND-1")
    assert caught.value.code == "already_registered"
    assert CustomerLedgerEntry.objects.filter(document_no="REFUND-1").count() == 1


def test_the_list_of_entries_shows_what_remains() -> None:
    invoice = owed(100)
    pay(30, invoice)
    entry = with_amounts(CustomerLedgerEntry.objects.filter(id=invoice.id)).get()
    assert [plain(v) for v in (entry.amount, entry.remaining_amount, entry.remaining_amt_lcy)] == [
        "100",
        "70",
        "70",
    ]


def test_a_customer_with_entries_stays_and_is_followed_when_renamed() -> None:
    owed(100)
    customer = Customer.objects.get(no="C1")
    with pytest.raises(RecordInUse):
        delete_customer(customer_id=customer.id)
    rename_record(table="customer", record_id=customer.id, new_key="ACME")
    entry = CustomerLedgerEntry.objects.get()
    assert (entry.customer_id, entry.sell_to_customer_no) == ("ACME", "ACME")
    assert DetailedCustomerLedgEntry.objects.get().customer_id == "ACME"


def test_the_statistics_say_what_is_owed_ordered_overdue_and_sold() -> None:
    pay(40, owed(100), on=MARCH)
    owed(30, kind="credit_memo")
    document(item("BENCH", 2))
    document(item("BENCH", 9), kind="quote")
    order = document(item("LAMP", 10, 10))
    rows = [{"id": order.lines.get().id, "qty_to_ship": 4}]
    modify_sales_document(record_id=order.id, values={}, lines=rows)
    shipment = post_sales_document(record_id=order.id, invoice=False).shipment
    document(item("BENCH", 1), kind="invoice")
    statistics = customer_statistics(["C1", "C2"], today=date(2026, 5, 1))
    one = statistics["C1"]
    names = ("balance", "outstanding_orders", "shipped_not_invoiced", "outstanding_invoices", "total")
    expected = ["30", "260", "40", "100", "430"]
    assert [plain(getattr(one, f"{name}_lcy")) for name in names] == expected
    assert [plain(one.overdue_amounts_lcy), plain(one.total_sales_lcy)] == ["30", "70"]
    assert one.overdue_amounts_as_of == date(2026, 5, 1)
    assert plain(statistics["C2"].total_lcy) == "0"
    assert plain(customer_statistics(["C1"], today=date(2027, 1, 1))["C1"].total_sales_lcy) == "0"
    # What is on an invoice already that is not posted counts once.
    assert shipment
    create_invoice_of_shipments(shipment_ids=[shipment.id])
    one = customer_statistics(["C1"], today=date(2026, 5, 1))["C1"]
    assert [plain(getattr(one, f"{name}_lcy")) for name in names] == ["30", "260", "40", "140", "430"]


def test_the_statistics_of_many_customers_take_as_many_queries_as_those_of_one() -> None:
    def queries(*numbers: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            customer_statistics(numbers, today=APRIL)
        return len(captured)

    assert queries("C1") == queries("C1", "C2") < 10
