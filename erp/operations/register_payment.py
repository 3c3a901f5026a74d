"""Registers what a customer has paid, and applies it to what it was paid for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import CustomerLedgerEntry, LedgerDocumentType
from erp.operations.clean_values import clean_rows
from erp.operations.customer_application import ENTRIES, apply_locked, not_applicable
from erp.operations.customer_ledger import insert_entry, take_ledger_turn
from erp.operations.errors import RecordRejected
from erp.operations.line_records import refuse_blank
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.sales_amounts import LARGEST, in_local_currency, rounded
from erp.operations.sales_document_terms import currency_factor
from erp.queries.customer_ledger import entry_amounts
from erp.queries.local_currency import local_currency_code
from erp.queries.rounding_precision import rounding_precision

DETAILS: Final = "detailed_customer_ledg_entry"


@transaction.atomic
def register_payment(
    *,
    customer_no: str,
    posting_date: date,
    amount: Decimal | None,
    document_no: str,
    applies_to: Sequence[UUID] = (),
    currency_code: str = "",
    external_document_no: str = "",
) -> CustomerLedgerEntry:
    """Writes a payment and returns its ledger entry; a negative amount is a refund.

    ``applies_to`` are ids of ledger entries in the currency of the payment, to which it is applied in that
    order; whatever is left of the payment, or of them, stays open. None as the amount is what remains of
    them. A customer has one payment of a number. Raises RecordRejected, RecordMissing; nothing is written
    then.
    """
    row = _clean(
        {
            "customer_no": customer_no,
            "posting_date": posting_date,
            "document_no": document_no,
            "currency_code": currency_code,
            "external_document_no": external_document_no,
        }
    )
    take_ledger_turn()
    ids = list(dict.fromkeys(applies_to))
    locked = lock_where(CustomerLedgerEntry, Q(id__in=ids)) if ids else []
    others = pick(locked, ids, model=CustomerLedgerEntry)
    _refuse_known(row, _kind(amount))
    if amount is None:
        amount = _remaining(others)
        _refuse_known(row, _kind(amount))
    (cleaned,) = clean_rows(table=DETAILS, rows=[{"amount": amount}])
    payment = _insert(row, cleaned["amount"])
    if others:
        apply_locked(payment, others)
    return payment


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    (row,) = clean_rows(table=ENTRIES, rows=[values])
    refuse_blank(table=ENTRIES, rows=[row], fields=("customer_no", "posting_date", "document_no"), new=True)
    check_references(table=ENTRIES, rows=[row])
    return row


def _insert(row: dict[str, Any], amount: Decimal) -> CustomerLedgerEntry:
    currency = "" if row["currency_code"] == local_currency_code() else row["currency_code"]
    paid = rounded(amount, rounding_precision(currency).amount)
    if not paid:
        raise RecordRejected(table=ENTRIES, index=0, field="amount", code="amount_required")
    factor = currency_factor(currency, row["posting_date"])
    kind = _kind(paid)
    entry = CustomerLedgerEntry(
        customer_id=row["customer_no"],
        sell_to_customer_no=row["customer_no"],
        posting_date=row["posting_date"],
        due_date=row["posting_date"],
        document_type=kind.value,
        document_no=row["document_no"],
        external_document_no=row["external_document_no"],
        description=f"{kind.label} {row['document_no']}",
        currency_id=currency or None,
        currency_factor=factor,
    )
    paid_lcy = in_local_currency(paid, factor, rounding_precision().amount)
    if abs(paid_lcy) > LARGEST:
        params = {"value": f"{paid:f}"}
        raise RecordRejected(table=ENTRIES, index=0, field="amount", code="too_large", params=params)
    return insert_entry(entry, amount=-paid, amount_lcy=-paid_lcy)


def _kind(amount: Decimal | None) -> LedgerDocumentType:
    return LedgerDocumentType.PAYMENT if amount is None or amount > 0 else LedgerDocumentType.REFUND


def _remaining(others: Sequence[CustomerLedgerEntry]) -> Decimal:
    amounts = entry_amounts([other.id for other in others])
    for index, other in enumerate(others):
        if not amounts[other.id].remaining_amount:
            raise not_applicable(other, index, "entry_closed")
    return sum((one.remaining_amount for one in amounts.values()), Decimal(0))


def _refuse_known(row: dict[str, Any], kind: LedgerDocumentType) -> None:
    """What is sent twice, such as after an answer that was lost, is registered once."""
    same = CustomerLedgerEntry.objects.filter(
        customer=row["customer_no"], document_type=kind, document_no=row["document_no"]
    )
    if same.exists():
        params = {"kind": kind.label, "value": row["document_no"], "customer": row["customer_no"]}
        raise RecordRejected(
            table=ENTRIES, index=0, field="document_no", code="already_registered", params=params
        )
