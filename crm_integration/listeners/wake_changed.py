"""Finds what a lost wake-up left behind: changes that are younger than the last run of their mapping."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from crm_integration.job_queue import entries
from crm_integration.models import ErpChange, JobQueueEntry


def wake_changed(now: datetime) -> int:
    """Returns how many entries were woken. Only those that sleep can miss something for long."""
    is_younger = Q(changed_at__gt=OuterRef("last_run_at"))
    changes = ErpChange.objects.filter(is_younger, erp_table=OuterRef("mapping__erp_table"))
    asleep = JobQueueEntry.objects.filter(
        Exists(changes), status=JobQueueEntry.Status.ASLEEP, mapping__isnull=False
    )
    names = list(asleep.annotate(name=F("mapping_id")).values_list("name", flat=True))
    return entries.wake(names, now=now) if names else 0
