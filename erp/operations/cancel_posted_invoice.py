"""Cancels a posted sales invoice by a corrective credit memo."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from erp.models import (
    CustomerLedgerEntry,
    LedgerDocumentType,
    SalesCrMemoHeader,
    SalesCrMemoLine,
    SalesHeader,
    SalesInvoiceHeader,
    SalesInvoiceLine,
)
from erp.models.statements import new_values
from erp.operations.copied_values import copied_values
from erp.operations.customer_application import apply_locked
from erp.operations.customer_ledger import take_ledger_turn
from erp.operations.errors import RecordRejected
from erp.operations.inventory_turns import take_turn
from erp.operations.locking import lock_where, pick
from erp.operations.number_records import number_rows
from erp.operations.sales_document_lines import lock_lines
from erp.operations.sales_invoice_posting import add_to_ledger
from erp.operations.sales_order_progress import LockedOrder, locked_order, write_progress
from erp.operations.sales_stock import post_stock
from erp.operations.write_rows import insert_rows, update_rows
from erp.queries.customer_ledger import entry_amounts


@transaction.atomic
def cancel_posted_invoice(
    *, invoice_id: UUID, posting_date: date | None = None, expected_version: int | None = None
) -> SalesCrMemoHeader:
    """Writes a credit memo over the whole invoice, applies it to the invoice, and returns it.

    What was sold is in stock again, and open again in an order that is still there. Raises RecordRejected
    for an invoice that is cancelled already, or on which something was paid: unapply that first. Raises
    RecordChanged, RecordMissing.
    """
    versions = {} if expected_version is None else {invoice_id: expected_version}
    lines = list(SalesInvoiceLine.objects.filter(document=invoice_id).order_by("line_no"))
    orders = _orders_of(lines)  # before the invoice, as whoever renames the customer of both
    locked = lock_where(SalesInvoiceHeader, Q(id=invoice_id))
    (invoice,) = pick(locked, [invoice_id], model=SalesInvoiceHeader, expected_versions=versions)
    if invoice.cancelled:
        raise _rejected(invoice, "already_cancelled")
    setup = take_turn()
    take_ledger_turn()
    entry = _unpaid_entry(invoice)
    memo = _write_memo(invoice, lines, posting_date or timezone.localdate())
    post_stock(
        [(line, -line.quantity) for line in lines],
        setup=setup,
        document_no=memo.no,
        posting_date=memo.posting_date,
    )
    memo_entry = add_to_ledger(memo, LedgerDocumentType.CREDIT_MEMO)
    if memo_entry.open:
        apply_locked(memo_entry, [entry])
    invoice.cancelled = True
    update_rows([invoice], ["cancelled"])
    _open_again(orders, lines)
    return memo


def _orders_of(lines: Sequence[SalesInvoiceLine]) -> list[LockedOrder]:
    ids = {line.order_id for line in lines if line.order_id}
    headers = lock_where(SalesHeader, Q(id__in=ids)) if ids else []
    return [locked_order(header, lock_lines(header)) for header in headers]


def _unpaid_entry(invoice: SalesInvoiceHeader) -> CustomerLedgerEntry:
    condition = Q(document_type=LedgerDocumentType.INVOICE, document_no=invoice.no)
    (entry,) = lock_where(CustomerLedgerEntry, condition)
    amounts = entry_amounts([entry.id])[entry.id]
    if amounts.remaining_amount != amounts.amount:
        raise _rejected(invoice, "invoice_paid")
    return entry


def _write_memo(
    invoice: SalesInvoiceHeader, lines: Sequence[SalesInvoiceLine], posting_date: date
) -> SalesCrMemoHeader:
    rows: list[dict[str, str]] = [{}]
    number_rows(model=SalesCrMemoHeader, rows=rows)
    own = {
        "no": rows[0]["no"],
        "pre_assigned_no": "",
        "corrected_invoice_id": invoice.no,
        "posting_date": posting_date,
        "document_date": posting_date,
        "due_date": posting_date,
    }
    memo = SalesCrMemoHeader(
        **(new_values(SalesCrMemoHeader) | copied_values(invoice, SalesCrMemoHeader) | own)
    )
    insert_rows([memo])
    insert_rows([_memo_line(line, memo) for line in lines])
    return memo


def _memo_line(line: SalesInvoiceLine, memo: SalesCrMemoHeader) -> SalesCrMemoLine:
    copied = copied_values(line, SalesCrMemoLine)
    return SalesCrMemoLine(**(new_values(SalesCrMemoLine) | copied | {"document_id": memo.id}))


def _open_again(orders: Sequence[LockedOrder], lines: Sequence[SalesInvoiceLine]) -> None:
    returned = {line.order_line_id: line.quantity for line in lines}
    for order in orders:
        for line in order.lines:
            quantity = returned.get(line.id, Decimal(0))
            line.quantity_shipped -= quantity
            line.quantity_invoiced -= quantity
        write_progress(order)


def _rejected(invoice: SalesInvoiceHeader, code: str) -> RecordRejected:
    params = {"value": invoice.no}
    return RecordRejected(table="sales_invoice_header", index=0, field="cancelled", code=code, params=params)
