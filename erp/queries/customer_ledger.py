"""What remains of customer ledger entries: the sums of their details."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from erp.models import (
    CustomerLedgerEntry,
    DetailedCustomerLedgEntry,
    DetailedEntryType,
    LedgerDocumentType,
)
from erp.models.fields import AMOUNT

PLACES = Decimal("0.00001")


@dataclass(frozen=True, kw_only=True)
class EntryAmounts:
    """In the entry's currency, and in LCY: what it began with, and what remains of it."""

    amount: Decimal
    amount_lcy: Decimal
    remaining_amount: Decimal
    remaining_amt_lcy: Decimal


def entry_amounts(entry_ids: Collection[UUID]) -> dict[UUID, EntryAmounts]:
    """Returns the amounts of entries by id, with one query."""
    sums: dict[UUID, list[Decimal]] = {record_id: [Decimal(0)] * 4 for record_id in entry_ids}
    details = DetailedCustomerLedgEntry.objects.filter(cust_ledger_entry__id__in=list(entry_ids))
    rows = details.order_by().values_list("cust_ledger_entry__id", "entry_type", "amount", "amount_lcy")
    for record_id, entry_type, amount, amount_lcy in rows:
        initial = entry_type == DetailedEntryType.INITIAL
        changes = (amount if initial else 0, amount_lcy if initial else 0, amount, amount_lcy)
        sums[record_id] = [total + change for total, change in zip(sums[record_id], changes, strict=True)]
    return {
        record_id: EntryAmounts(
            amount=amount, amount_lcy=amount_lcy, remaining_amount=remaining, remaining_amt_lcy=remaining_lcy
        )
        for record_id, (amount, amount_lcy, remaining, remaining_lcy) in sums.items()
    }


def invoice_amounts(invoice_nos: Collection[str]) -> dict[str, EntryAmounts]:
    """Returns the ledger amounts of posted invoices by number: nothing remains of what is paid."""
    entries = CustomerLedgerEntry.objects.filter(
        document_type=LedgerDocumentType.INVOICE, document_no__in=list(invoice_nos)
    )
    ids = dict(entries.values_list("id", "document_no"))
    return {ids[record_id]: amounts for record_id, amounts in entry_amounts(ids).items()}


def with_amounts(entries: QuerySet[CustomerLedgerEntry]) -> QuerySet[Any]:
    """Returns the entries with ``amount``, ``amount_lcy``, ``remaining_amount`` and ``remaining_amt_lcy``."""
    return entries.annotate(**amounts_of_entry())


def amounts_of_entry() -> dict[str, Any]:
    """Returns what ``with_amounts`` adds to entries, as expressions by name."""
    initial = Q(entry_type=DetailedEntryType.INITIAL)
    return {
        "amount": _sum("amount", initial),
        "amount_lcy": _sum("amount_lcy", initial),
        "remaining_amount": _sum("amount", Q()),
        "remaining_amt_lcy": _sum("amount_lcy", Q()),
    }


def _sum(name: str, condition: Q) -> Any:
    details = DetailedCustomerLedgEntry.objects.filter(condition, cust_ledger_entry=OuterRef("entry_no"))
    grouped = details.order_by().values("cust_ledger_entry")
    total = grouped.annotate(total=Round(Sum(F(name)), precision=5)).values("total")
    output: Any = DecimalField(**AMOUNT)  # type: ignore[arg-type]
    return Coalesce(Subquery(total), Value(Decimal(0), output_field=output), output_field=output)
