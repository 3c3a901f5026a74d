"""Modifies lines of the item journal that are not posted yet."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import ItemJournalLine
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.create_item_journal_lines import REQUIRED
from erp.operations.item_journal_rules import TABLE, take_from_items
from erp.operations.line_records import refuse_blank
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.queries.table_fields import record_values


@transaction.atomic
def modify_item_journal_lines(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[ItemJournalLine]:
    """Modifies lines by id and returns them as they are now.

    Raises RecordRejected, RecordChanged, RecordMissing; nothing is written then.
    """
    locked = lock_where(ItemJournalLine, Q(id__in=list(changes)))
    lines = pick(locked, list(changes), model=ItemJournalLine, expected_versions=expected_versions)
    values = clean_rows(table=TABLE, rows=changes.values())
    refuse_blank(table=TABLE, rows=values, fields=REQUIRED, new=False)
    check_references(table=TABLE, rows=values)
    take_from_items(values, [record_values(line) for line in lines])
    write_changes(lines, values)
    return lines
