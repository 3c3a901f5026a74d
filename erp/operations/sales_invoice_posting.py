"""Writes the posted invoice or credit memo of a sales document, with its customer ledger entry."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from erp.models import (
    CustomerLedgerEntry,
    LedgerDocumentType,
    SalesCrMemoHeader,
    SalesCrMemoLine,
    SalesDocumentType,
    SalesHeader,
    SalesInvoiceHeader,
    SalesInvoiceLine,
    SalesLine,
)
from erp.models.statements import new_values
from erp.operations.copied_values import copied_values
from erp.operations.customer_ledger import insert_entry
from erp.operations.errors import RecordRejected
from erp.operations.number_records import number_rows
from erp.operations.record_notes import copy_notes
from erp.operations.sales_amounts import in_local_currency
from erp.operations.sales_customer_defaults import TABLE
from erp.operations.sales_invoice_parts import NOTHING, invoiced_parts, line_amounts, next_parts, parts_of
from erp.operations.sales_posting_lines import LineToPost, posted_lines
from erp.operations.write_rows import insert_rows
from erp.queries.rounding_precision import rounding_precision

Values = Mapping[UUID, Mapping[str, Any]]


def write_invoice(
    header: SalesHeader, lines: Sequence[SalesLine], to_post: Sequence[LineToPost]
) -> SalesInvoiceHeader:
    """Writes the posted invoice and what the customer owes by it.

    What was an invoice before keeps its id, and its lines theirs: to other software it is the same one.
    """
    keeps_ids = header.document_type == SalesDocumentType.INVOICE
    own: Mapping[str, Any]
    values: Values
    if keeps_ids:
        own = {"id": header.id, "row_version": header.row_version + 1, "pre_assigned_no": header.no}
        values = {one.line.id: _origin(one.line) for one in to_post}
    else:
        own = {"order_no": header.no, "order_id": header.id}
        values = _parts_of_order(header, to_post)
    invoice = _new(SalesInvoiceHeader, header, own)
    posted = list(posted_lines(SalesInvoiceLine, lines, values, invoice.id))
    if keeps_ids:
        _keep_ids(posted, lines)
    _write(invoice, posted)
    copy_notes(header, invoice)
    add_to_ledger(invoice, LedgerDocumentType.INVOICE)
    return invoice


def _keep_ids(posted: Sequence[SalesInvoiceLine], lines: Sequence[SalesLine]) -> None:
    by_line_no = {line.line_no: line for line in lines}
    for line in posted:
        line.id = by_line_no[line.line_no].id
        line.row_version = by_line_no[line.line_no].row_version + 1


def write_credit_memo(
    header: SalesHeader, lines: Sequence[SalesLine], to_post: Sequence[LineToPost]
) -> SalesCrMemoHeader:
    """Writes the posted credit memo and what the customer is owed by it."""
    values: Values = {one.line.id: {} for one in to_post}
    memo = _new(SalesCrMemoHeader, header, {"pre_assigned_no": header.no})
    _write(memo, list(posted_lines(SalesCrMemoLine, lines, values, memo.id)))
    add_to_ledger(memo, LedgerDocumentType.CREDIT_MEMO)
    return memo


def add_to_ledger(document: Any, kind: LedgerDocumentType) -> CustomerLedgerEntry:
    """Writes the ledger entry of a posted invoice, or of a credit memo: there it counts negative."""
    sign = 1 if kind == LedgerDocumentType.INVOICE else -1
    precision = rounding_precision().amount
    factor: Decimal = document.currency_factor
    entry = CustomerLedgerEntry(
        customer_id=document.bill_to_customer_id,
        sell_to_customer_no=document.sell_to_customer_id,
        posting_date=document.posting_date,
        due_date=document.due_date or document.posting_date,
        document_type=kind.value,
        document_no=document.no,
        external_document_no=document.external_document_no,
        description=f"{kind.label} {document.no}",
        currency_id=document.currency_id,
        currency_factor=factor,
        sales_lcy=sign * in_local_currency(document.amount, factor, precision),
    )
    amount_lcy = in_local_currency(document.amount_including_vat, factor, precision)
    return insert_entry(entry, amount=sign * document.amount_including_vat, amount_lcy=sign * amount_lcy)


def _parts_of_order(header: SalesHeader, to_post: Sequence[LineToPost]) -> Values:
    included = header.prices_including_vat
    precision = rounding_precision(header.currency_id or "").amount
    done = invoiced_parts([one.line.id for one in to_post], prices_including_vat=included)
    values = {}
    for one in to_post:
        line = one.line
        if one.invoice:
            parts = next_parts(
                parts_of(line, prices_including_vat=included),
                done.get(line.id, NOTHING),
                upto=line.quantity_invoiced + one.invoice,
                of=line.quantity,
                precision=precision,
            )
            values[line.id] = {
                "quantity": one.invoice,
                "order_no": header.no,
                "order_id": header.id,
                "order_line_no": line.line_no,
                "order_line_id": line.id,
                **line_amounts(parts, prices_including_vat=included),
            }
    return values


def _origin(line: SalesLine) -> Mapping[str, Any]:
    """The order from whose shipment the line of an invoice was made."""
    shipped = line.shipment_line
    if shipped is None:
        return {}
    names = ("order_no", "order_id", "order_line_no", "order_line_id")
    return {name: getattr(shipped, name) for name in names}


def _new(model: Any, header: SalesHeader, own: Mapping[str, Any]) -> Any:
    copied = copied_values(header, model, without=("no",))
    return model(**(new_values(model) | copied | dict(own)))


def _write(document: Any, lines: Sequence[Any]) -> None:
    document.invoice_discount_amount = sum((line.inv_discount_amount for line in lines), Decimal(0))
    document.amount = sum((line.amount for line in lines), Decimal(0))
    document.amount_including_vat = sum((line.amount_including_vat for line in lines), Decimal(0))
    if document.amount_including_vat < 0:
        raise RecordRejected(table=TABLE, index=0, field="amount_including_vat", code="total_negative")
    rows: list[dict[str, Any]] = [{}]
    number_rows(model=type(document), rows=rows)
    document.no = rows[0]["no"]
    insert_rows([document])
    insert_rows(lines)
