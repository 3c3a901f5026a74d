"""Modifies opportunities."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from erp.models import Opportunity
from erp.operations.assign_values import refuse_new_key
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.locking import lock_where, pick
from erp.operations.opportunity_rules import TABLE, complete_opportunities
from erp.operations.references import check_references


@transaction.atomic
def modify_opportunities(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Opportunity]:
    """Modifies opportunities by id and returns them as they are now, in the order of ``changes``.

    What has not changed is not written; what is won or lost stays as it is. Raises RecordRejected,
    RecordChanged, RecordMissing; nothing is written then.
    """
    locked = lock_where(Opportunity, Q(id__in=list(changes)))
    opportunities = pick(locked, list(changes), model=Opportunity, expected_versions=expected_versions)
    rows = clean_rows(table=TABLE, rows=changes.values())
    for index, (opportunity, row) in enumerate(zip(opportunities, rows, strict=True)):
        refuse_new_key(table=TABLE, key="no", index=index, record=opportunity, values=row)
    check_references(table=TABLE, rows=rows)
    complete_opportunities(opportunities, rows, today=timezone.now().date())
    write_changes(opportunities, rows)
    return opportunities
