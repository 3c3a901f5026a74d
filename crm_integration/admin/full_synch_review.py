"""Full Synch. Review: a line per mapping, live while it runs; start, stop, restart, reset."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crm_integration.actions.action import Action
from crm_integration.actions.on_review import (
    RECOMMEND_FULL,
    RESET_REVIEW,
    RESTART_LINE,
    START_FULL_SYNCH,
    STOP_FULL_SYNCH,
)
from crm_integration.actions.perform import may
from crm_integration.admin.looks import NOTHING_TO_DO, REVIEW_LINE
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.full_synch.review import FROM_CRM, TO_CRM, Review, ReviewLine, review
from crm_integration.models import ConnectionSetup, FullSynchReviewLine, IntegrationFieldMapping
from crm_integration.sentences import sentence
from crm_integration.table_mapping.direction import Direction
from erp.admin.extensions import Status
from erp.admin.site import site

PAGE = "admin:full_synch_review"
CHOOSABLE = (FullSynchReviewLine.Status.BLANK, FullSynchReviewLine.Status.ERROR)
Recommendation = FullSynchReviewLine.Recommendation
ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (START_FULL_SYNCH, RESTART_LINE, RESET_REVIEW, STOP_FULL_SYNCH, RECOMMEND_FULL)
}


def full_synch_review(request: HttpRequest) -> HttpResponse:
    now = review(timezone.now())
    return site.page(
        request,
        "crm_integration/full_synch_review.html",
        title=_("%(crm)s Full Synch. Review") % {"crm": settings.CRM_PRODUCT_NAME},
        breadcrumbs=[area_crumb(), (_("Connection Setup"), reverse("admin:connection_setup"))],
        **_context(request, now),
    )


def review_fragment(request: HttpRequest) -> HttpResponse:
    """What changes while it runs; the page asks for it every two seconds."""
    return render(
        request,
        "crm_integration/includes/review_live.html",
        _context(request, review(timezone.now())),
    )


@require_POST
def review_action(request: HttpRequest, action: str) -> HttpResponse:
    known = ACTIONS.get(action)
    if known is None:
        raise Http404
    if not may(known, request.user):
        raise PermissionDenied
    inputs = {"is_wanted": "0" if "undo" in request.GET else "1"}
    perform_and_tell(request, known, mapping=request.POST.get("mapping", ""), inputs=inputs)
    return HttpResponseRedirect(reverse(PAGE))


def _context(request: HttpRequest, now: Review) -> dict[str, Any]:
    positions = {line.name: number for number, line in enumerate(now.lines, start=1)}
    with_criteria = set(
        IntegrationFieldMapping.objects.filter(use_for_match=True).values_list("mapping_id", flat=True)
    )
    return {
        "review": now,
        "lines": [_line(line, now, positions=positions, with_criteria=with_criteria) for line in now.lines],
        "finished": sum(1 for line in now.lines if line.is_in_step),
        "minutes_left": None if now.seconds_left is None else max(1, round(now.seconds_left / 60)),
        "may_run": may(START_FULL_SYNCH, request.user),
        "is_connected": (is_connected := ConnectionSetup.get().is_enabled),
        "unavailable": _unavailable(now, is_connected=is_connected),
        "outcome": _outcome(now),
    }


def _unavailable(now: Review, *, is_connected: bool) -> str:
    """Why it can neither be started nor reset; blank if it can."""
    if now.is_running:
        return sentence("full_synch_is_running", {})
    return "" if is_connected else sentence("connection_is_off", {})


def _outcome(now: Review) -> Status:
    """The run in one word."""
    if now.is_running:
        return Status(look="run", text=_("Running"))
    if not any(line.started_at for line in now.lines):
        return Status(look="off", text=_("Not started"))
    if now.is_in_step:
        return Status(look="ok", text=_("Both sides are in step"))
    return Status(look="err", text=_("Ended with errors"))


def _line(
    line: ReviewLine, now: Review, *, positions: dict[str, int], with_criteria: set[str]
) -> dict[str, Any]:
    is_couple = line.recommendation == Recommendation.COUPLE and not line.is_full_by_choice
    return {
        "line": line,
        "number": positions[line.name],
        "after": [(positions[name], name) for name in line.depends_on],
        "recommendation": _recommendation(line),
        "is_couple": is_couple,
        "may_choose_full": line.recommendation == Recommendation.COUPLE and line.status in CHOOSABLE,
        "has_criteria": line.name in with_criteria,
        "status": _status(line),
        "sentence": sentence(line.message_code, {"mapping": line.name, **line.message_params}),
        "percent": None if not line.total else min(100, round(100 * line.done / line.total)),
        "to": _to_crm(line, now) if Direction(line.direction).reaches_crm else None,
        "from": _from_crm(line, now) if Direction(line.direction).reaches_erp else None,
    }


def _status(line: ReviewLine) -> Status:
    """A line that ended with records that failed is not finished for those who look after them."""
    if line.has_nothing_to_do:
        return NOTHING_TO_DO
    if line.status == FullSynchReviewLine.Status.FINISHED and line.failed_records:
        text = ngettext("%(number)s failed", "%(number)s failed", line.failed_records)
        return Status(look="err", text=text % {"number": line.failed_records})
    return REVIEW_LINE[line.status]


def _recommendation(line: ReviewLine) -> str:
    if line.is_full_by_choice:
        return _("Full Synchronization")
    return str(Recommendation(line.recommendation).label)


def _to_crm(line: ReviewLine, now: Review) -> dict[str, Any]:
    return {
        "direction": TO_CRM,
        "is_waiting": _is_waiting(line, now, line.to_integration_job_id),
        "status": line.to_integration_status,
        "written": line.to_written,
        "failed": line.to_failed,
    }


def _from_crm(line: ReviewLine, now: Review) -> dict[str, Any]:
    return {
        "direction": FROM_CRM,
        "is_waiting": _is_waiting(line, now, line.from_integration_job_id),
        "status": line.from_integration_status,
        "written": line.from_written,
        "failed": line.from_failed,
    }


def _is_waiting(line: ReviewLine, now: Review, synch_job_id: UUID | None) -> bool:
    """Whether the run has still to come to it; what has nothing to do waits for nothing."""
    return now.is_running and synch_job_id is None and not line.finished_at and not line.has_nothing_to_do
