"""Creates the job queue entries of mappings and chores that have none yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from crm_integration.job_queue.entries.chores import ALWAYS_THERE, DESCRIPTIONS, POSITIONS, TIMES
from crm_integration.models import ConnectionSetup, IntegrationTableMapping, JobQueueEntry
from crm_integration.table_mapping.declaration import JobDefaults


def create_default_entries(times: Mapping[str, JobDefaults], *, now: datetime) -> None:
    """``times`` by name of the mapping. What is there stays as it is; a mapping that is off gets none.

    New entries of mappings are on hold while their layer is off, and come with it.
    """
    is_connected = ConnectionSetup.get().is_enabled
    mappings = IntegrationTableMapping.objects.filter(job_queue_entry=None, is_enabled=True, name__in=times)
    entries = [
        _entry_of(mapping, times[mapping.name], is_connected and mapping.is_layer_on, now)
        for mapping in mappings
    ]
    chores = [_chore(code, now) for code in ALWAYS_THERE]
    JobQueueEntry.objects.bulk_create([*entries, *chores], ignore_conflicts=True)


def create_chore(code: str, *, now: datetime) -> None:
    """The entry of a chore that somebody switched on; due at once, or on hold while sales integration is off.

    One that is there stays as it is.
    """
    is_on = not ConnectionSetup.get().sales_obstacle
    JobQueueEntry.objects.bulk_create([_chore(code, now, is_on=is_on)], ignore_conflicts=True)


def remove_chore(code: str) -> None:
    """The entry of a chore that somebody switched off; a run that is going on ends by itself."""
    JobQueueEntry.objects.filter(code=code, mapping=None).delete()


def _entry_of(
    mapping: IntegrationTableMapping, times: JobDefaults, is_on: bool, now: datetime
) -> JobQueueEntry:
    return JobQueueEntry(
        code=mapping.name,
        mapping=mapping,
        position=mapping.position,
        description=f"{mapping.name} - {settings.CRM_PRODUCT_NAME} synchronization job",
        minutes_between_runs=times.minutes_between_runs,
        inactivity_timeout_minutes=times.inactivity_timeout_minutes,
        **_turn(now, is_on=is_on),
    )


def _chore(code: str, now: datetime, *, is_on: bool = True) -> JobQueueEntry:
    return JobQueueEntry(
        code=code,
        position=POSITIONS[code],
        description=DESCRIPTIONS[code],
        minutes_between_runs=TIMES[code].minutes_between_runs,
        inactivity_timeout_minutes=TIMES[code].inactivity_timeout_minutes,
        **_turn(now, is_on=is_on),
    )


def _turn(now: datetime, *, is_on: bool) -> dict[str, Any]:
    """Due at once, or on hold until its switch is on."""
    return {
        "status": JobQueueEntry.Status.READY if is_on else JobQueueEntry.Status.ON_HOLD,
        "next_run_at": now if is_on else None,
        "is_held_by_switch": not is_on,
    }
