"""Computes the amounts of a sales document and its lines from what was entered."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from erp.models import SalesDocumentType, SalesHeader, SalesLine
from erp.operations.errors import RecordRejected
from erp.operations.sales_amounts import (
    LARGEST,
    InvoiceDiscountTooLarge,
    LineInput,
    document_amounts,
    in_local_currency,
    rounded,
)
from erp.queries.rounding_precision import RoundingPrecision, rounding_precision
from erp.queries.vat_rates import NO_VAT, vat_rates


def compute_amounts(header: SalesHeader, lines: Sequence[SalesLine], precision: RoundingPrecision) -> None:
    """Sets the amounts of the lines and of the header; raises RecordRejected for too large a discount."""
    _take_vat_rates(header, lines)
    header.invoice_discount_amount = rounded(header.invoice_discount_amount, precision.amount)
    try:
        amounts = document_amounts(
            [_input(line) for line in lines],
            invoice_discount=header.invoice_discount_amount,
            prices_including_vat=header.prices_including_vat,
            precision=precision.amount,
        )
    except InvoiceDiscountTooLarge as error:
        raise RecordRejected(
            table="sales_header",
            index=0,
            field="invoice_discount_amount",
            code="invoice_discount_too_large",
            params={"value": _plain(header.invoice_discount_amount), "limit": _plain(error.limit)},
        ) from error
    for line, one in zip(lines, amounts, strict=True):
        line.inv_discount_amount = one.inv_discount_amount
        line.amount = line.vat_base_amount = one.amount
        line.amount_including_vat = one.amount_including_vat
    header.amount = _sum(one.amount for one in amounts)
    header.amount_including_vat = _sum(one.amount_including_vat for one in amounts)
    _refuse_too_large(header, lines)
    compute_outstanding(header, lines)


def compute_outstanding(header: SalesHeader, lines: Sequence[SalesLine]) -> None:
    """Sets what of the lines is still to be shipped or, once shipped, to be invoiced: in LCY, with VAT."""
    precision = rounding_precision().amount
    for line in lines:
        open_quantity = line.quantity - line.quantity_shipped
        shipped = line.quantity_shipped - line.quantity_invoiced
        if header.document_type != SalesDocumentType.ORDER:
            open_quantity, shipped = line.quantity - line.quantity_invoiced, Decimal(0)
        line.outstanding_amount_lcy = _share(header, line, open_quantity, precision)
        line.shipped_not_invoiced_lcy = _share(header, line, shipped, precision)


def _share(header: SalesHeader, line: SalesLine, quantity: Decimal, precision: Decimal) -> Decimal:
    if quantity <= 0:
        return Decimal(0)
    part = line.amount_including_vat * quantity / line.quantity
    return in_local_currency(part, header.currency_factor, precision)


def _take_vat_rates(header: SalesHeader, lines: Sequence[SalesLine]) -> None:
    group = header.vat_bus_posting_group_id or ""
    rates = vat_rates([group])
    for line in lines:
        rate = rates.get((group, line.vat_prod_posting_group_id or ""), NO_VAT)
        line.vat_identifier, line.vat_percent = rate.identifier, rate.percent


def _input(line: SalesLine) -> LineInput:
    return LineInput(
        quantity=line.quantity,
        unit_price=line.unit_price,
        line_discount_amount=line.line_discount_amount,
        allow_invoice_disc=line.allow_invoice_disc,
        vat_identifier=line.vat_identifier,
        vat_percent=line.vat_percent,
    )


def _refuse_too_large(header: SalesHeader, lines: Sequence[SalesLine]) -> None:
    """What cannot be stored in the document's currency, or not in LCY."""
    limit = LARGEST * min(header.currency_factor or Decimal(1), Decimal(1))
    for index, line in enumerate(lines):
        if max(abs(line.amount_including_vat), abs(line.amount)) > limit:
            raise _too_large("sales_line", index, line.amount)
    if max(abs(header.amount_including_vat), abs(header.amount)) > limit:
        raise _too_large("sales_header", 0, header.amount)


def _too_large(table: str, index: int, amount: Decimal) -> RecordRejected:
    params = {"value": _plain(amount)}
    return RecordRejected(table=table, index=index, field="amount", code="too_large", params=params)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
