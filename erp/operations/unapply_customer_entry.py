"""Takes back the latest application of a customer ledger entry."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import CustomerLedgerEntry, DetailedCustomerLedgEntry, DetailedEntryType
from erp.operations.customer_application import ENTRIES, settle
from erp.operations.customer_ledger import NewDetail, insert_details, take_ledger_turn
from erp.operations.errors import RecordRejected
from erp.operations.locking import lock_where, pick
from erp.operations.write_rows import update_rows


@transaction.atomic
def unapply_customer_entry(*, entry_id: UUID, expected_version: int | None = None) -> CustomerLedgerEntry:
    """Takes back the latest application that the entry took part in, and returns the entry.

    What was applied remains again, of all entries that took part. Raises RecordRejected when nothing is
    applied, or when one of the others was applied again since: that comes first. Raises RecordChanged,
    RecordMissing.
    """
    take_ledger_turn()
    locked = lock_where(CustomerLedgerEntry, Q(id=entry_id))
    versions = {} if expected_version is None else {entry_id: expected_version}
    (entry,) = pick(locked, [entry_id], model=CustomerLedgerEntry, expected_versions=versions)
    number = _latest_application(Q(cust_ledger_entry=entry.entry_no))
    if not number:
        raise _rejected(entry, "nothing_applied")
    details = lock_where(DetailedCustomerLedgEntry, Q(application_no=number))
    entry_nos = [detail.cust_ledger_entry_id for detail in details]
    entries = lock_where(CustomerLedgerEntry, Q(entry_no__in=entry_nos))
    for other in entries:
        if _latest_application(Q(cust_ledger_entry=other.entry_no)) != number:
            raise _rejected(other, "applied_since")
    by_no = {other.entry_no: other for other in entries}
    taken_back = [
        NewDetail(
            entry=by_no[detail.cust_ledger_entry_id], amount=-detail.amount, amount_lcy=-detail.amount_lcy
        )
        for detail in details
    ]
    reversals = insert_details(
        taken_back, kind=DetailedEntryType.APPLICATION, cause=entry, on=details[0].posting_date
    )
    for detail in [*details, *reversals]:
        detail.unapplied = True
    update_rows([*details, *reversals], ["unapplied"])
    settle(entries)
    return by_no[entry.entry_no]


def _latest_application(of_entry: Q) -> int:
    applied = DetailedCustomerLedgEntry.objects.filter(
        of_entry, entry_type=DetailedEntryType.APPLICATION, unapplied=False
    )
    return applied.order_by("-application_no").values_list("application_no", flat=True).first() or 0


def _rejected(entry: CustomerLedgerEntry, code: str) -> RecordRejected:
    params = {"value": str(entry)}
    return RecordRejected(table=ENTRIES, index=0, field="applies_to", code=code, params=params)
