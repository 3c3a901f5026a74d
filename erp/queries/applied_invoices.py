"""To which invoices payments are applied."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from erp.models import DetailedCustomerLedgEntry, DetailedEntryType, LedgerDocumentType


def applied_invoices(entry_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Returns the numbers of the posted invoices that entries are applied to, by the ids of the entries.

    They come in the order in which they were applied; what was taken back does not count.
    """
    applied = DetailedCustomerLedgEntry.objects.filter(
        entry_type=DetailedEntryType.APPLICATION, unapplied=False
    )
    own = applied.filter(cust_ledger_entry__id__in=list(entry_ids)).order_by("entry_no")
    pairs = list(own.values_list("cust_ledger_entry__id", "application_no"))
    invoices = applied.filter(
        application_no__in={number for _entry_id, number in pairs},
        cust_ledger_entry__document_type=LedgerDocumentType.INVOICE,
    )
    by_application: dict[int, list[str]] = defaultdict(list)
    for number, invoice_no in invoices.order_by("entry_no").values_list(
        "application_no", "cust_ledger_entry__document_no"
    ):
        by_application[number].append(invoice_no)
    found: dict[UUID, list[str]] = {entry_id: [] for entry_id in entry_ids}
    for entry_id, number in pairs:
        found[entry_id] += by_application[number]
    return found
