"""Registers what a customer has paid, and applies it to what it was paid for."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import CustomerLedgerEntry, LedgerDocumentType
from erp.operations.clean_values import clean_rows
from erp.operations.customer_application import ENTRIES, apply_locked
from erp.operations.customer_ledger import insert_entry, take_ledger_turn
from erp.operations.errors import RecordRejected
from erp.operations.line_records import refuse_blank
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.sales_amounts import in_local_currency, rounded
from erp.operations.sales_document_terms import currency_factor
from erp.queries.local_currency import local_currency_code
from erp.queries.rounding_precision import rounding_precision


@transaction.atomic
def register_payment(
    *,
    customer_no: str,
    posting_date: date,
    amount: Decimal,
    document_no: str,
    applies_to: Sequence[UUID] = (),
    currency_code: str = "",
    external_document_no: str = "",
) -> CustomerLedgerEntry:
    """Writes a payment and returns its ledger entry; a negative amount is a refund.

    ``applies_to`` are ids of ledger entries in the currency of the payment, to which it is applied in that
    order; whatever is left of the payment, or of them, stays open. Raises RecordRejected, RecordMissing;
    nothing is written then.
    """
    (row,) = clean_rows(
        table=ENTRIES,
        rows=[
            {
                "customer_no": customer_no,
                "posting_date": posting_date,
                "document_no": document_no,
                "currency_code": currency_code,
                "external_document_no": external_document_no,
            }
        ],
    )
    refuse_blank(table=ENTRIES, rows=[row], fields=("customer_no", "posting_date", "document_no"), new=True)
    check_references(table=ENTRIES, rows=[row])
    take_ledger_turn()
    ids = list(dict.fromkeys(applies_to))
    locked = lock_where(CustomerLedgerEntry, Q(id__in=ids)) if ids else []
    others = pick(locked, ids, model=CustomerLedgerEntry)
    payment = _insert(row, amount)
    if others:
        apply_locked(payment, others)
    return payment


def _insert(row: dict[str, Any], amount: Decimal) -> CustomerLedgerEntry:
    currency = "" if row["currency_code"] == local_currency_code() else row["currency_code"]
    paid = rounded(amount, rounding_precision(currency).amount)
    if not paid:
        raise RecordRejected(table=ENTRIES, index=0, field="amount", code="amount_required")
    factor = currency_factor(currency, row["posting_date"])
    kind = LedgerDocumentType.PAYMENT if paid > 0 else LedgerDocumentType.REFUND
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
    return insert_entry(entry, amount=-paid, amount_lcy=-paid_lcy)
