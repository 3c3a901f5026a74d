"""Creates the job queue entries of mappings and chores that have none yet."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from crm_integration.job_queue.entries.chores import ALWAYS_THERE, DESCRIPTIONS, TIMES
from crm_integration.models import ConnectionSetup, IntegrationTableMapping, JobQueueEntry
from crm_integration.table_mapping.declaration import JobDefaults

CHORE_POSITION = 900


def create_default_entries(times: Mapping[str, JobDefaults], *, now: datetime) -> None:
    """``times`` by name of the mapping. What is there stays as it is; a mapping that is off gets none.

    New entries of mappings are on hold while there is no connection.
    """
    is_connected = ConnectionSetup.get().is_enabled
    mappings = IntegrationTableMapping.objects.filter(job_queue_entry=None, is_enabled=True, name__in=times)
    entries = [_entry_of(mapping, times[mapping.name], is_connected, now) for mapping in mappings]
    chores = [_chore(code, now) for code in ALWAYS_THERE]
    JobQueueEntry.objects.bulk_create([*entries, *chores], ignore_conflicts=True)


def create_chore(code: str, *, now: datetime) -> None:
    """The entry of a chore that somebody switched on; due at once. One that is there stays as it is."""
    JobQueueEntry.objects.bulk_create([_chore(code, now)], ignore_conflicts=True)


def remove_chore(code: str) -> None:
    """The entry of a chore that somebody switched off; a run that is going on ends by itself."""
    JobQueueEntry.objects.filter(code=code, mapping=None).delete()


def _entry_of(
    mapping: IntegrationTableMapping, times: JobDefaults, is_connected: bool, now: datetime
) -> JobQueueEntry:
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
    return JobQueueEntry(
        code=code,
        position=CHORE_POSITION,
        description=DESCRIPTIONS[code],
        minutes_between_runs=TIMES[code].minutes_between_runs,
        inactivity_timeout_minutes=TIMES[code].inactivity_timeout_minutes,
        status=JobQueueEntry.Status.READY,
        next_run_at=now,
    )
