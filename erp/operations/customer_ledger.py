"""Writes customer ledger entries and their details; those who do so take turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q

from erp.models import CustomerLedgerEntry, DetailedCustomerLedgEntry, DetailedEntryType, GeneralLedgerSetup
from erp.operations.locking import lock_where
from erp.operations.write_rows import insert_rows


@dataclass(frozen=True, kw_only=True)
class NewDetail:
    """A change of what remains of an entry."""

    entry: CustomerLedgerEntry
    amount: Decimal
    amount_lcy: Decimal


def take_ledger_turn() -> None:
    """Waits for others who write to the ledger, until the transaction ends: each sees what they have left.

    Comes after the turn of the inventory for whoever needs both.
    """
    if not lock_where(GeneralLedgerSetup, Q(primary_key="")):
        insert_rows([GeneralLedgerSetup()])


def insert_entry(entry: CustomerLedgerEntry, *, amount: Decimal, amount_lcy: Decimal) -> CustomerLedgerEntry:
    """Numbers and writes a new entry with its initial detail; one over nothing is closed at once."""
    last = CustomerLedgerEntry.objects.aggregate(last=Max("entry_no"))["last"] or 0
    entry.entry_no = last + 1
    entry.open = bool(amount)
    entry.closed_at_date = None if amount else entry.posting_date
    insert_rows([entry])
    detail = NewDetail(entry=entry, amount=amount, amount_lcy=amount_lcy)
    insert_details([detail], kind=DetailedEntryType.INITIAL, cause=entry)
    return entry


def insert_details(
    details: Sequence[NewDetail],
    *,
    kind: DetailedEntryType,
    cause: CustomerLedgerEntry,
    on: date | None = None,
) -> list[DetailedCustomerLedgEntry]:
    """Numbers and writes details with one document as their cause; its posting date counts, or another."""
    last = DetailedCustomerLedgEntry.objects.aggregate(last=Max("entry_no"))["last"] or 0
    application = last + 1 if kind == DetailedEntryType.APPLICATION else 0
    rows = [
        DetailedCustomerLedgEntry(
            entry_no=number,
            cust_ledger_entry_id=one.entry.entry_no,
            entry_type=kind.value,
            posting_date=on or cause.posting_date,
            document_type=cause.document_type,
            document_no=cause.document_no,
            customer_id=one.entry.customer_id,
            amount=one.amount,
            amount_lcy=one.amount_lcy,
            application_no=application,
        )
        for number, one in enumerate(details, start=last + 1)
    ]
    insert_rows(rows)
    return rows
