"""Enters lines into the item journal."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from erp.models import ItemJournalLine
from erp.operations.clean_values import clean_rows
from erp.operations.inventory_turns import take_turn
from erp.operations.item_journal_rules import TABLE, take_from_items
from erp.operations.line_records import insert_lines, refuse_blank
from erp.operations.references import check_references

STEP = 10_000
REQUIRED = ("posting_date", "document_no", "item_no", "quantity")


@transaction.atomic
def create_item_journal_lines(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[ItemJournalLine]:
    """Enters a line per row; without a unit of measure it counts in the item's base unit.

    Nothing changes in stock before the lines are posted. Raises RecordRejected; nothing is written then.
    """
    values = clean_rows(table=TABLE, rows=rows)
    refuse_blank(table=TABLE, rows=values, fields=REQUIRED, new=True)
    check_references(table=TABLE, rows=values)
    take_from_items(values, [{}] * len(values))
    take_turn()
    last = ItemJournalLine.objects.aggregate(last=Max("line_no"))["last"] or 0
    numbered = [{**row, "line_no": last + STEP * place} for place, row in enumerate(values, start=1)]
    return insert_lines(model=ItemJournalLine, key=("line_no",), rows=numbered, created_ids=created_ids)
