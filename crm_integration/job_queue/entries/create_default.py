"""Creates the job queue entries of mappings and chores that have none yet."""

from datetime import datetime

from django.conf import settings

from crm_integration.job_queue.entries.defaults import CHORES, default_entry
from crm_integration.models import ConnectionSetup, IntegrationTableMapping, JobQueueEntry

CHORE_POSITION = 900


def create_default_entries(*, now: datetime) -> None:
    """What is there stays as it is. New entries of mappings are on hold while there is no connection."""
    is_connected = ConnectionSetup.get().is_enabled
    mappings = IntegrationTableMapping.objects.filter(job_queue_entry=None)
    entries = [_entry_of(mapping, is_connected, now) for mapping in mappings]
    JobQueueEntry.objects.bulk_create(
        [*entries, *(_chore(code, now) for code in CHORES)], ignore_conflicts=True
    )


def _entry_of(mapping: IntegrationTableMapping, is_connected: bool, now: datetime) -> JobQueueEntry:
    times = default_entry(mapping.name)
    return JobQueueEntry(
        code=mapping.name,
        mapping=mapping,
        position=mapping.position,
        description=f"{mapping.name} - {settings.CRM_PRODUCT_NAME} synchronization job",
        minutes_between_runs=times.minutes_between_runs,
        inactivity_timeout_minutes=times.inactivity_timeout_minutes,
        status=JobQueueEntry.Status.READY if is_connected else JobQueueEntry.Status.ON_HOLD,
        next_run_at=now if is_connected else None,
    )


def _chore(code: str, now: datetime) -> JobQueueEntry:
    times = default_entry(code)
    return JobQueueEntry(
        code=code,
        position=CHORE_POSITION,
        description="Jobs and synchronization jobs older than a month are removed",
        minutes_between_runs=times.minutes_between_runs,
        inactivity_timeout_minutes=times.inactivity_timeout_minutes,
        status=JobQueueEntry.Status.READY,
        next_run_at=now,
    )
