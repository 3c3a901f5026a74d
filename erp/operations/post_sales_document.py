"""Posts a sales document: ships it, invoices it, or both; all of it or nothing.

Everybody locks in one order: sales headers by id, their lines, shipment lines, the turn of the inventory,
items, the turn of the ledger, ledger entries. Number series come when a document is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from erp import events
from erp.models import (
    InventorySetup,
    SalesCrMemoHeader,
    SalesDocumentType,
    SalesHeader,
    SalesInvoiceHeader,
    SalesLine,
    SalesShipmentHeader,
)
from erp.operations.customer_ledger import take_ledger_turn
from erp.operations.delete_record import delete_record
from erp.operations.inventory_turns import take_turn
from erp.operations.post_item_changes import Shortage
from erp.operations.release_sales_document import release_locked
from erp.operations.sales_document_lines import lock_document
from erp.operations.sales_document_terms import currency_factor
from erp.operations.sales_invoice_posting import write_credit_memo, write_invoice
from erp.operations.sales_order_progress import (
    LockedOrder,
    delete_invoiced,
    invoice_order_lines,
    lock_headers,
    lock_orders_of,
    locked_order,
    mark_oldest_shipments_invoiced,
    mark_shipments_invoiced,
    write_progress,
)
from erp.operations.sales_posting_checks import check_postable
from erp.operations.sales_posting_lines import LineToPost, lines_to_post
from erp.operations.sales_shipment_posting import post_shipment
from erp.operations.sales_stock import post_stock


@dataclass(frozen=True, kw_only=True)
class PostedSalesDocument:
    """What came of it; ``shortages`` are items that have fallen below zero.

    ``invoiced_order_ids`` are the orders that are gone because everything in them is invoiced.
    """

    shipment: SalesShipmentHeader | None = None
    invoice: SalesInvoiceHeader | None = None
    credit_memo: SalesCrMemoHeader | None = None
    invoiced_order_ids: tuple[UUID, ...] = ()
    shortages: Sequence[Shortage] = ()


@transaction.atomic
def post_sales_document(
    *,
    record_id: UUID,
    ship: bool = True,
    invoice: bool = True,
    posting_date: date | None = None,
    expected_version: int | None = None,
) -> PostedSalesDocument:
    """Posts an order as far as its lines say, an invoice or a credit memo as a whole.

    An open document is released by it. ``ship`` and ``invoice`` are for orders only. The posting date is the
    document's unless another is given. A fully invoiced order is deleted, as is a posted invoice or credit
    memo. Raises RecordRejected, RecordChanged, RecordMissing; nothing is written then.
    """
    lock_headers(record_id)
    header, lines = lock_document(record_id, expected_version)
    is_order = header.document_type == SalesDocumentType.ORDER
    to_post = lines_to_post(header, lines, ship=ship, invoice=invoice or not is_order)
    check_postable(header, to_post)
    release_locked(header, lines)
    _set_posting_date(header, posting_date)
    if is_order:
        return _post_order(header, lines, to_post)
    orders = lock_orders_of(to_post)
    setup = take_turn()
    take_ledger_turn()
    if header.document_type == SalesDocumentType.CREDIT_MEMO:
        return _post_credit_memo(header, lines, to_post, setup)
    return _post_invoice(header, lines, to_post, orders, setup)


def _set_posting_date(header: SalesHeader, posting_date: date | None) -> None:
    wanted = posting_date or header.posting_date or timezone.localdate()
    if wanted != header.posting_date:
        header.posting_date = wanted
        header.currency_factor = currency_factor(header.currency_id or "", wanted)


def _post_order(
    header: SalesHeader, lines: Sequence[SalesLine], to_post: Sequence[LineToPost]
) -> PostedSalesDocument:
    order = locked_order(header, lines)
    setup = take_turn()
    shipment: SalesShipmentHeader | None = None
    shortages: Sequence[Shortage] = ()
    if any(one.ship for one in to_post):
        shipment, shortages = post_shipment(header, lines, to_post, setup=setup)
    invoice: SalesInvoiceHeader | None = None
    gone: tuple[UUID, ...] = ()
    if any(one.invoice for one in to_post):
        take_ledger_turn()
        invoice = write_invoice(header, lines, to_post)
        header.last_posting_no = invoice.no
        gone = _finish([order], invoice, mark_oldest_shipments_invoiced(to_post))
    else:
        write_progress(order)
    return PostedSalesDocument(
        shipment=shipment, invoice=invoice, invoiced_order_ids=gone, shortages=shortages
    )


def _post_invoice(
    header: SalesHeader,
    lines: Sequence[SalesLine],
    to_post: Sequence[LineToPost],
    orders: Sequence[LockedOrder],
    setup: InventorySetup,
) -> PostedSalesDocument:
    invoice = write_invoice(header, lines, to_post)
    going_out = [(one.line, one.invoice) for one in to_post if not one.line.shipment_line_id]
    shortages = post_stock(going_out, setup=setup, document_no=invoice.no, posting_date=header.posting_date)
    quantities = mark_shipments_invoiced(to_post)
    for order in orders:
        order.header.last_posting_no = invoice.no
    delete_record(model=SalesHeader, record_id=header.id)
    gone = _finish(orders, invoice, quantities)
    return PostedSalesDocument(invoice=invoice, invoiced_order_ids=gone, shortages=shortages)


def _post_credit_memo(
    header: SalesHeader, lines: Sequence[SalesLine], to_post: Sequence[LineToPost], setup: InventorySetup
) -> PostedSalesDocument:
    memo = write_credit_memo(header, lines, to_post)
    coming_back = [(one.line, -one.invoice) for one in to_post]
    post_stock(coming_back, setup=setup, document_no=memo.no, posting_date=header.posting_date)
    delete_record(model=SalesHeader, record_id=header.id)
    return PostedSalesDocument(credit_memo=memo)


def _finish(
    orders: Sequence[LockedOrder], invoice: SalesInvoiceHeader, quantities: Mapping[UUID, Decimal]
) -> tuple[UUID, ...]:
    """Writes what is left of the orders and tells of the invoice; returns the orders that are gone."""
    invoice_order_lines(orders, quantities)
    gone = [order for order in orders if write_progress(order)]
    gone_ids = tuple(order.header.id for order in gone)
    events.sales_invoice_posted.send(
        sender=SalesInvoiceHeader,
        invoice_id=invoice.id,
        invoice_no=invoice.no,
        order_ids=[order.header.id for order in orders],
        invoiced_order_ids=list(gone_ids),
    )
    for order in gone:  # after it was told why
        delete_invoiced(order)
    return gone_ids
