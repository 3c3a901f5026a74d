"""Has recurring jobs follow the switches of the connection: on hold with them, and back with them."""

from datetime import datetime

from django.db.models import Q

from crm_integration.job_queue.entries.chores import ALWAYS_THERE
from crm_integration.job_queue.entries.resume import RESUMABLE
from crm_integration.models import ConnectionSetup, JobQueueEntry

Status = JobQueueEntry.Status
NEEDS_CONNECTION = ~Q(code__in=ALWAYS_THERE)
HELD_BY_A_PERSON = Q(status=Status.ON_HOLD, is_held_by_switch=False)


def hold_what_is_off() -> int:
    """Returns how many went on hold; a run that is going on ends by itself."""
    entries = JobQueueEntry.objects.filter(NEEDS_CONNECTION).exclude(status=Status.ON_HOLD)
    return entries.exclude(_is_on()).update(status=Status.ON_HOLD, next_run_at=None, is_held_by_switch=True)


def resume_what_is_on(*, now: datetime) -> int:
    """Returns how many are due at once, with all their attempts before them.

    What stopped or sleeps gets its turn too; what a person put on hold stays there.
    """
    entries = JobQueueEntry.objects.filter(NEEDS_CONNECTION, RESUMABLE, _is_on()).exclude(HELD_BY_A_PERSON)
    return entries.update(status=Status.READY, next_run_at=now, attempts=0, is_held_by_switch=False)


def obstacle_to(entry: JobQueueEntry) -> str:
    """Returns the code of what keeps an entry from running; blank if its switches are on."""
    setup = ConnectionSetup.get()
    if entry.code in ALWAYS_THERE or JobQueueEntry.objects.filter(_is_on(), pk=entry.pk).exists():
        return ""
    return setup.sales_obstacle


def _is_on() -> Q:
    """Chores belong to the sales layer."""
    setup = ConnectionSetup.get()
    if not setup.is_enabled:
        return Q(pk__in=())
    of_mappings = Q(mapping__is_layer_on=True)
    return of_mappings if setup.sales_obstacle else of_mappings | Q(mapping=None)
