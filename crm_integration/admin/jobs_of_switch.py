"""What a switch of the connection does to the recurring jobs, said before it is done."""

from dataclasses import dataclass

from crm_integration.job_queue.entries.chores import ALWAYS_THERE
from crm_integration.mappings.registry import SALES_MAPPINGS
from crm_integration.models import JobQueueEntry

Status = JobQueueEntry.Status


@dataclass(frozen=True)
class JobsOfSwitch:
    """Codes of job queue entries: ``running`` would go on hold, ``held`` come back, ``kept`` stay on hold."""

    running: list[str]
    held: list[str]
    kept: list[str]


def jobs_of_switch(*, is_of_sales: bool) -> JobsOfSwitch:
    entries = [
        entry
        for entry in JobQueueEntry.objects.exclude(code__in=ALWAYS_THERE)
        if (entry.mapping_id is None or entry.mapping_id in SALES_MAPPINGS) is is_of_sales
    ]
    on_hold = [entry for entry in entries if entry.status == Status.ON_HOLD]
    return JobsOfSwitch(
        running=[entry.code for entry in entries if entry.status != Status.ON_HOLD],
        held=[entry.code for entry in on_hold if entry.is_held_by_switch],
        kept=[entry.code for entry in on_hold if not entry.is_held_by_switch],
    )
