"""The Role Center's tiles and panels: what waits, what failed, what runs next; and the connection's state."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_integration.actions.on_entries import RUN_NOW
from crm_integration.actions.perform import may
from crm_integration.actions.permissions import EDIT_CONNECTION
from crm_integration.admin.assisted_setup.texts import title
from crm_integration.admin.home_chart import chart_of
from crm_integration.admin.home_documents import waiting_documents
from crm_integration.admin.looks import ENTRY
from crm_integration.admin.problem_groups import by_cause
from crm_integration.admin.synchronize_now import records_text
from crm_integration.admin.template_tags import moment_text
from crm_integration.full_synch.lines import ACTIVE
from crm_integration.models import (
    ConnectionSetup,
    ErpChange,
    FullSynchReviewLine,
    IntegrationTableMapping,
    Job,
    JobQueueEntry,
    SynchJob,
    SynchProblem,
)
from erp.admin.extensions import Status, Tile

Cure = SynchProblem.Cure
LATE = timedelta(minutes=30)
SHOWN = 5


def header_state(request: HttpRequest) -> tuple[Status, str] | None:
    """Whether the connection is on, and where to look at it."""
    setup = ConnectionSetup.get()
    url = reverse("admin:connection_setup")
    if setup.is_enabled and setup.disable_reason:
        return Status(look="err", text=_("Connection fails"), icon="unlink"), url
    if setup.is_enabled:
        return Status(look="ok", text=_("Connected"), icon="link"), url
    if not setup.environment_url:
        return Status(look="off", text=_("Not set up"), icon="unlink"), url
    return Status(look="warn", text=_("Not connected"), icon="unlink"), url


def connection_tile(request: HttpRequest) -> Tile | None:
    """Shown only while there is something to do about the connection; the guide is what to do first."""
    found = header_state(request)
    if found is None or found[0].look == "ok":
        return None
    status, url = found
    note = settings.CRM_PRODUCT_NAME
    if status.look == "off" and request.user.has_perm(EDIT_CONNECTION):
        url, note = reverse("admin:assisted_setup"), title()
    return Tile(label=_("Connection"), figure="\N{EN DASH}", url=url, note=note, status=status)


def solution_tile(request: HttpRequest) -> Tile | None:
    """Shown only while something of the integration solution is known to be missing."""
    setup = ConnectionSetup.get()
    number = len(setup.solution_differences)
    if not setup.environment_url or not number:
        return None
    return Tile(
        label=_("Integration solution"),
        figure=number,
        url=reverse("admin:connection_setup"),
        note=ngettext("difference in %(crm)s", "differences in %(crm)s", number)
        % {"crm": settings.CRM_PRODUCT_NAME},
        status=Status(look="warn", text=_("Not complete")),
    )


def _is_set_up() -> bool:
    """Before that nothing is on time or late, and what needs somebody is the setup."""
    return bool(ConnectionSetup.get().environment_url)


def waiting_tile(request: HttpRequest) -> Tile | None:
    if not _is_set_up():
        return None
    found = ErpChange.objects.filter(erp_table__in=_mapped_tables()).aggregate(
        number=Count("pk"), oldest=Min("changed_at")
    )
    now = timezone.now()
    is_late = found["oldest"] is not None and now - found["oldest"] > LATE
    return Tile(
        label=_("Changes waiting"),
        figure=found["number"],
        url=reverse("admin:job_queue_entries"),
        note=_("oldest %(time)s") % {"time": moment_text(found["oldest"], now=now)}
        if found["oldest"]
        else "",
        status=Status(look="warn", text=_("Late")) if is_late else Status(look="ok", text=_("On time")),
    )


def failed_tile(request: HttpRequest) -> Tile | None:
    number = SynchProblem.objects.for_people().exclude(cure=Cure.CONFLICT).records()
    status = Status(look="err", text=_("Needs a cure")) if number else Status(look="ok", text=_("None"))
    return Tile(label=_("Failed records"), figure=number, url=reverse("admin:synch_errors"), status=status)


def conflict_tile(request: HttpRequest) -> Tile | None:
    conflicts = SynchProblem.objects.filter(cure=Cure.CONFLICT)
    found = conflicts.values("mapping__erp_table").annotate(number=Count("erp_id", distinct=True))
    numbers = dict(found.order_by("mapping__erp_table").values_list("mapping__erp_table", "number"))
    number = sum(numbers.values())
    return Tile(
        label=_("Conflicts"),
        figure=number,
        url=f"{reverse('admin:synch_errors')}?cure={Cure.CONFLICT.value}",
        note=", ".join(records_text(table, count) for table, count in numbers.items()),
        status=Status(look="conflict", text=_("Needs a decision"))
        if number
        else Status(look="ok", text=_("None")),
    )


def jobs_tile(request: HttpRequest) -> Tile | None:
    if not _is_set_up():
        return None
    stopped = JobQueueEntry.objects.filter(status=JobQueueEntry.Status.ERROR).count()
    ready = JobQueueEntry.objects.exclude(
        status__in=[JobQueueEntry.Status.ERROR, JobQueueEntry.Status.ON_HOLD]
    ).count()
    note = ngettext("%(number)s ready", "%(number)s ready", ready) % {"number": ready}
    status = (
        Status(look="err", text=_("Stopped")) if stopped else Status(look="ok", text=_("Running on time"))
    )
    return Tile(
        label=_("Jobs in error"),
        figure=stopped,
        url=reverse("admin:job_queue_entries"),
        note=note,
        status=status,
    )


def full_synch_tile(request: HttpRequest) -> Tile | None:
    """Shown while a full synchronization is going on."""
    lines = FullSynchReviewLine.objects
    if not lines.filter(status__in=ACTIVE).exists():
        return None
    done = lines.filter(status=FullSynchReviewLine.Status.FINISHED).count()
    return Tile(
        label=_("Full synchronization"),
        figure=done,
        url=reverse("admin:full_synch_review"),
        note=_("of %(number)s mappings") % {"number": lines.count()},
        status=Status(look="run", text=_("Running")),
    )


def _mapped_tables() -> list[str]:
    enabled = IntegrationTableMapping.objects.on()
    return list(enabled.values_list("erp_table", flat=True))


# Panels


def lag_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """How far each mapping is behind."""
    if not _is_set_up():
        return None
    now = timezone.now()
    waiting = {
        row["erp_table"]: row
        for row in ErpChange.objects.values("erp_table").annotate(
            number=Count("pk"), oldest=Min("changed_at")
        )
    }
    on = IntegrationTableMapping.objects.on()
    entries = JobQueueEntry.objects.filter(mapping__in=on).select_related("mapping")
    rows = [_lag(entry, waiting.get(entry.mapping.erp_table, {}), now) for entry in entries if entry.mapping]
    return {"rows": rows} if rows else None


def _lag(entry: JobQueueEntry, waiting: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    oldest = waiting.get("oldest")
    is_late = oldest is not None and now - oldest > LATE
    status = ENTRY[entry.status]
    if entry.status == JobQueueEntry.Status.READY:
        status = Status(look="warn", text=_("Late")) if is_late else Status(look="ok", text=_("On time"))
    return {"entry": entry, "number": waiting.get("number", 0), "oldest": oldest, "state": status}


def needs_you_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """The setup before all; then orders and quotes, and the causes that most records wait for first."""
    if not _is_set_up():
        may_set_up = request.user.has_perm(EDIT_CONNECTION)
        return {"is_not_set_up": True, "setup_title": title(), "may_set_up": may_set_up}
    problems = SynchProblem.objects.for_people().select_related("mapping")
    groups = by_cause(problems.order_by("first_failed_at")[:500], request.user)
    return {
        "groups": groups[:SHOWN],
        "number": len(groups),
        "shown": min(SHOWN, len(groups)),
        "documents": waiting_documents(request),
    }


def runs_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    """Records synchronized per hour of the last day."""
    now = timezone.now()
    since = now - timedelta(hours=24)
    sums = Sum("inserted"), Sum("modified"), Sum("coupled"), Sum("failed")
    rows: Sequence[Any] = list(
        SynchJob.objects.filter(started_at__gte=since)
        .values_list("started_at__date", "started_at__hour")
        .annotate(*sums)
        .order_by()
    )
    return chart_of(rows, now=now) if rows else None


def next_jobs_panel(request: HttpRequest) -> Mapping[str, Any] | None:
    entries = JobQueueEntry.objects.filter(next_run_at__isnull=False).order_by("next_run_at")[:SHOWN]
    running = Job.objects.filter(status=Job.Status.RUNNING).count()
    return (
        {"entries": entries, "running": running, "may_run": may(RUN_NOW, request.user)} if entries else None
    )
