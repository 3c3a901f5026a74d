"""Applies a customer ledger entry, such as a payment, to others, such as invoices."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import CustomerLedgerEntry
from erp.operations.customer_application import ENTRIES, apply_locked
from erp.operations.customer_ledger import take_ledger_turn
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.sales_amounts import rounded
from erp.queries.rounding_precision import rounding_precision


@transaction.atomic
def apply_customer_entries(
    *,
    entry_id: UUID,
    applies_to: Sequence[UUID],
    amount: Decimal | None = None,
    expected_version: int | None = None,
) -> CustomerLedgerEntry:
    """Applies an entry to others in the order given and returns it; whatever is left of it stays open.

    ``amount`` is how much of the entry is applied (positive), all by default. Raises RecordRejected for
    entries that are closed, of another customer or currency, or that owe in the same direction;
    RecordChanged, RecordMissing.
    """
    if amount is not None and amount <= 0:
        raise RecordRejected(table=ENTRIES, index=0, field="amount", code="amount_required")
    take_ledger_turn()
    ids = [entry_id, *dict.fromkeys(applies_to)]
    locked = lock_where(CustomerLedgerEntry, Q(id__in=ids))
    versions = {} if expected_version is None else {entry_id: expected_version}
    entry, *others = pick(locked, ids, model=CustomerLedgerEntry, expected_versions=versions)
    if amount is not None:
        amount = rounded(amount, rounding_precision(entry.currency_id or "").amount)
    apply_locked(entry, others, amount)
    return entry
