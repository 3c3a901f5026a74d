"""Creates opportunities."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from erp.models import Opportunity
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import build_new, insert_unique
from erp.operations.number_records import number_rows
from erp.operations.opportunity_rules import TABLE, complete_opportunities
from erp.operations.references import check_references


@transaction.atomic
def create_opportunities(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Opportunity]:
    """Creates an opportunity per row; a row without ``no`` is numbered from the opportunities' series.

    It is created today (UTC). Raises RecordRejected; nothing is written then.
    """
    today = timezone.now().date()
    values = clean_rows(table=TABLE, rows=rows)
    check_references(table=TABLE, rows=values)
    complete_opportunities([Opportunity() for _ in values], values, today=today)
    number_rows(model=Opportunity, rows=values)
    for row in values:
        row["creation_date"] = today
    opportunities = build_new(model=Opportunity, rows=values, created_ids=created_ids)
    insert_unique(records=opportunities, key="no", created_ids=created_ids)
    return opportunities
