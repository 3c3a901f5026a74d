"""Starts a full synchronization, or attaches to the one that is going on."""

import uuid
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from crm_integration.full_synch.advance import start_lines
from crm_integration.full_synch.lines import (
    ACTIVE,
    Line,
    Recommendations,
    ordered_mappings,
    recommend_all,
    store_lines,
)
from crm_integration.full_synch.uncoupled import Look, look_for_uncoupled


class FullSynchIsRunning(Exception):
    """The lines cannot be reset while a run is going on."""


def running() -> uuid.UUID | None:
    """Returns the run that is going on."""
    return Line.objects.filter(status__in=ACTIVE).values_list("run_id", flat=True).first()


def start(*, now: datetime, requested_by: User | None = None, look: Look = look_for_uncoupled) -> uuid.UUID:
    """Returns the id of the run: of a new one, whose lines begin anew, or of the one that is going on.

    Of several people who start at once one begins the run, and the others attach to it.
    """
    run_id = running()
    return run_id or _begin(recommend_all(ordered_mappings(), look), now, requested_by)


@transaction.atomic
def _begin(recommendations: Recommendations, now: datetime, requested_by: User | None) -> uuid.UUID:
    store_lines(recommendations)  # whoever comes second waits here
    run_id = running()
    if run_id is None:
        run_id = uuid.uuid4()
        Line.objects.update(**_blank(run_id, now, requested_by))
        start_lines(now)
    return run_id


def restart(
    name: str, *, now: datetime, requested_by: User | None = None, look: Look = look_for_uncoupled
) -> None:
    """Runs one line again; those that waited for it follow. A line that is running is left alone."""
    recommendations = recommend_all([name], look)
    with transaction.atomic():
        store_lines(recommendations)
        run_id = running() or uuid.uuid4()
        again = Line.objects.filter(mapping=name).exclude(status__in=ACTIVE)
        again.update(**_blank(run_id, now, requested_by))
        waiting = Line.objects.filter(status=Line.Status.BLANK, run_id__isnull=False)
        waiting.update(run_id=run_id, run_started_at=now, requested_by=requested_by)
        start_lines(now)


def reset(*, look: Look = look_for_uncoupled) -> None:
    """Throws the lines away and recommends anew. Raises FullSynchIsRunning."""
    recommendations = recommend_all(ordered_mappings(), look)
    with transaction.atomic():
        store_lines(recommendations)  # whoever starts at this moment is waited for, or waits
        if running() is not None:
            raise FullSynchIsRunning
        Line.objects.all().delete()
        store_lines(recommendations)


def recommend_full(name: str, *, is_wanted: bool = True) -> None:
    """Overrules *Couple Records* for a line that is not running: everything uncoupled is created."""
    Line.objects.filter(mapping=name).exclude(status__in=ACTIVE).update(is_full_by_choice=is_wanted)


def _blank(run_id: uuid.UUID, now: datetime, requested_by: User | None) -> dict[str, object]:
    return {
        "run_id": run_id,
        "run_started_at": now,
        "requested_by": requested_by,
        "status": Line.Status.BLANK,
        "job": None,
        "to_integration_job": None,
        "from_integration_job": None,
        "settle_rounds": 0,
        "done_before": 0,
        "started_at": None,
        "finished_at": None,
    }
