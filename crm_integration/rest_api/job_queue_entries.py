"""``jobQueueEntries``: the recurring jobs."""

from typing import Any, Final

from django.db.models import F, QuerySet

from crm_integration.actions.permissions import VIEW_ENTRIES
from crm_integration.models import JobQueueEntry
from crm_integration.rest_api import options
from crm_integration.rest_api.resource import Resource, nullable, quoted_name
from erp.rest_api.entity import joined
from erp.rest_api.kinds import ID, INTEGER, TEXT
from odata.keyset import Key


def _entries() -> QuerySet[Any]:
    """An entry is known by its code."""
    return JobQueueEntry.objects.annotate(id=F("code"))


JOB_QUEUE_ENTRIES: Final = Resource(
    name="jobQueueEntries",
    singular="jobQueueEntry",
    permission=VIEW_ENTRIES,
    records=_entries,
    read_id=quoted_name,
    order=(Key("position", nullable=False),),
    declared=(
        joined("code", "id"),
        joined("order", "position", kind=INTEGER),
        joined("description", "description"),
        nullable("integrationTableMapping", "mapping__name", kind=TEXT),
        joined("status", "status", kind=options.ENTRY_STATUS),
        nullable("earliestStartDateTime", "next_run_at"),
        joined("numberOfMinutesBetweenRuns", "minutes_between_runs", kind=INTEGER),
        joined("inactivityTimeoutMinutes", "inactivity_timeout_minutes", kind=INTEGER),
        joined("numberOfAttemptsToRun", "attempts", kind=INTEGER),
        joined("maxNumberAttemptsToRun", "maximum_attempts", kind=INTEGER),
        nullable("lastRunDateTime", "last_run_at"),
        nullable("lastJobId", "last_job__id", kind=ID),
    ),
)
