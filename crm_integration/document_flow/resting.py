"""What failed is not tried again at every change of something else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from crm_integration.models import CrmDocument

# So long, unless it was changed or its cure came.
REST = timedelta(minutes=25)


def resting(table: str, changed_at: Mapping[UUID, datetime], now: datetime) -> set[UUID]:
    """The documents of the CRM that failed lately and did not change since.

    ``changed_at``: when documents changed last; one that is not named did not change.
    """
    failed = CrmDocument.objects.filter(crm_table=table, failed_at__gt=now - REST).exclude(code="")
    return {
        crm_id
        for crm_id, failed_at in failed.values_list("crm_id", "failed_at")
        if failed_at and not _has_changed(changed_at.get(crm_id), failed_at)
    }


def _has_changed(moment: datetime | None, since: datetime) -> bool:
    """The CRM tells changes by the second."""
    return moment is not None and moment >= since.replace(microsecond=0)
