"""Sets customer ledger entries off against one another: a payment against invoices, oldest promise first."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from erp.models import CustomerLedgerEntry, DetailedEntryType
from erp.operations.customer_ledger import NewDetail, insert_details
from erp.operations.errors import RecordRejected
from erp.operations.sales_amounts import in_local_currency
from erp.operations.write_rows import update_rows
from erp.queries.customer_ledger import EntryAmounts, entry_amounts
from erp.queries.rounding_precision import rounding_precision

ENTRIES: Final = "customer_ledger_entry"


def apply_locked(
    entry: CustomerLedgerEntry, others: Sequence[CustomerLedgerEntry], remaining: Decimal | None = None
) -> None:
    """Applies a locked entry to locked others in their order, until nothing remains of it or of them.

    ``remaining`` is the most of the entry that is applied, if not all. What closes an entry takes whatever is
    left of it in LCY. Raises RecordRejected.
    """
    amounts = entry_amounts([entry.id, *(other.id for other in others)])
    _refuse_unfit(entry, others, amounts)
    left = amounts[entry.id].remaining_amount
    if remaining is not None:
        left = max(left, -remaining) if left < 0 else min(left, remaining)
    details, taken = [], Decimal(0)
    for other in others:
        open_amount = amounts[other.id].remaining_amount
        part = min(abs(left - taken), abs(open_amount)).copy_sign(open_amount)
        if part:
            details.append(_reduced(other, amounts[other.id], part))
            taken -= part
    details.append(_reduced(entry, amounts[entry.id], taken))
    latest = max([entry, *others], key=lambda one: one.posting_date)
    insert_details(details, kind=DetailedEntryType.APPLICATION, cause=entry, on=latest.posting_date)
    settle([entry, *others])


def settle(entries: Sequence[CustomerLedgerEntry]) -> None:
    """Opens or closes entries by what remains of them, and marks all as changed."""
    amounts = entry_amounts([entry.id for entry in entries])
    latest = max(entry.posting_date for entry in entries)
    for entry in entries:
        entry.open = bool(amounts[entry.id].remaining_amount)
        entry.closed_at_date = None if entry.open else latest
    update_rows(entries, ["open", "closed_at_date"])


def _reduced(entry: CustomerLedgerEntry, amounts: EntryAmounts, part: Decimal) -> NewDetail:
    """The detail that takes a part off what remains of an entry."""
    if part == amounts.remaining_amount:
        part_lcy = amounts.remaining_amt_lcy
    else:
        part_lcy = in_local_currency(part, entry.currency_factor, rounding_precision().amount)
    return NewDetail(entry=entry, amount=-part, amount_lcy=-part_lcy)


def _refuse_unfit(
    entry: CustomerLedgerEntry,
    others: Sequence[CustomerLedgerEntry],
    amounts: Mapping[UUID, EntryAmounts],
) -> None:
    mine = amounts[entry.id].remaining_amount
    if not mine:
        raise not_applicable(entry, 0, "entry_closed")
    for index, other in enumerate(others):
        if not amounts[other.id].remaining_amount:
            raise not_applicable(other, index, "entry_closed")
        if other.customer_id != entry.customer_id:
            raise not_applicable(other, index, "other_customer")
        if other.currency_id != entry.currency_id:
            raise not_applicable(other, index, "other_currency")
        if (amounts[other.id].remaining_amount > 0) == (mine > 0):
            raise not_applicable(other, index, "same_sign")


def not_applicable(entry: CustomerLedgerEntry, index: int, code: str) -> RecordRejected:
    """Returns why an entry, by its place among those that were named, cannot be applied to."""
    params = {"value": str(entry)}
    return RecordRejected(table=ENTRIES, index=index, field="applies_to", code=code, params=params)
