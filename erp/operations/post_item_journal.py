"""Posts the item journal: its lines become ledger entries, all or none, and each only once."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import ItemEntryType, ItemJournalLine
from erp.operations.delete_where import delete_where
from erp.operations.errors import RecordRejected
from erp.operations.inventory_turns import take_turn
from erp.operations.item_journal_rules import TABLE
from erp.operations.locking import lock_where, pick
from erp.operations.post_item_changes import ItemChange, PostedItemChanges, post_item_changes


@transaction.atomic
def post_item_journal(*, line_ids: Collection[UUID] | None = None) -> PostedItemChanges:
    """Posts all lines, or those with the ids, in the order of their line numbers.

    Raises RecordRejected when there is nothing to post, when an item is blocked or has no inventory, or when
    a stock would fall below zero although Inventory Setup prevents that; ``index`` is the line's place.
    Raises RecordMissing for a line that is not there any more, because somebody else has posted it.
    """
    setup = take_turn()
    condition = Q() if line_ids is None else Q(id__in=list(line_ids))
    locked = lock_where(ItemJournalLine, condition)
    if line_ids is not None:
        pick(locked, list(line_ids), model=ItemJournalLine)
    if not locked:
        raise RecordRejected(table=TABLE, index=0, field="", code="nothing_to_post")
    lines = sorted(locked, key=lambda line: line.line_no)
    posted = post_item_changes(changes=[_change(line) for line in lines], setup=setup, table=TABLE)
    delete_where(ItemJournalLine, Q(id__in=[line.id for line in lines]))
    return posted


def _change(line: ItemJournalLine) -> ItemChange:
    sign = -1 if line.entry_type == ItemEntryType.NEGATIVE_ADJMT else 1
    return ItemChange(
        item_no=line.item_id,
        posting_date=line.posting_date,
        entry_type=line.entry_type,
        document_no=line.document_no,
        quantity=sign * line.quantity,
        unit_of_measure_code=line.unit_of_measure_id or "",
        description=line.description,
    )
