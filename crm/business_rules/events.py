"""What the CRM announces: records written or deleted, inside the transaction that does it."""

from django.dispatch import Signal

CREATED, UPDATED, DELETED = "Create", "Update", "Delete"

# message: Create, Update or Delete · table: Table · record_ids: Sequence[UUID]
# columns: frozenset of the logical names that were written · caller: Caller
records_changed = Signal()
