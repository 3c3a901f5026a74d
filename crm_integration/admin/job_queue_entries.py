"""Job Queue Entries: when each recurring job runs, and what a person does with it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crm_integration.actions.on_entries import (
    CHANGE_TIMES,
    HOLD,
    RESUME,
    RUN_NOW,
    SYNCHRONIZE_MODIFIED,
)
from crm_integration.actions.perform import may
from crm_integration.admin.looks import ENTRY, JOB
from crm_integration.admin.mapping_pages import area_crumb
from crm_integration.admin.performing import perform_and_tell
from crm_integration.models import Job, JobQueueEntry
from crm_integration.sentences import sentence
from erp.admin.site import site

LIST = "admin:job_queue_entries"
ACTIONS = {action.name: action for action in (RUN_NOW, HOLD, RESUME)}
HOLDABLE = (JobQueueEntry.Status.READY, JobQueueEntry.Status.ASLEEP)
RESUMABLE = (JobQueueEntry.Status.ON_HOLD, JobQueueEntry.Status.ERROR)


class TimesForm(forms.Form):
    minutes_between_runs = forms.IntegerField(
        min_value=1, max_value=10_080, label=gettext_lazy("No. of Minutes between Runs")
    )
    inactivity_timeout_minutes = forms.IntegerField(
        min_value=0, max_value=10_080, label=gettext_lazy("Inactivity Timeout Period")
    )
    maximum_attempts = forms.IntegerField(
        min_value=1, max_value=50, label=gettext_lazy("Maximum No. of Attempts")
    )


def job_queue_entries(request: HttpRequest) -> HttpResponse:
    entries = JobQueueEntry.objects.select_related("last_job", "mapping")
    return site.page(
        request,
        "crm_integration/job_queue_entries.html",
        title=_("Job Queue Entries"),
        breadcrumbs=[area_crumb()],
        rows=[_row(entry) for entry in entries],
        may_edit=may(RUN_NOW, request.user),
    )


def _row(entry: JobQueueEntry) -> dict[str, Any]:
    job = entry.last_job
    failed = job is not None and job.status == Job.Status.FAILED
    return {
        "entry": entry,
        "state": ENTRY[entry.status],
        "job": job,
        "job_state": JOB[job.status] if job else None,
        "sentence": sentence(job.message_code, job.message_params) if job and failed else "",
        "may_hold": entry.status in HOLDABLE,
        "may_resume": entry.status in RESUMABLE and not entry.is_held_by_switch,
    }


def job_queue_entry(request: HttpRequest, code: str) -> HttpResponse:
    entry = get_object_or_404(JobQueueEntry.objects.select_related("last_job", "mapping"), code=code)
    form = TimesForm(
        request.POST or None, initial={name: getattr(entry, name) for name in TimesForm.base_fields}
    )
    if request.method == "POST":
        if not may(CHANGE_TIMES, request.user):
            raise PermissionDenied
        if form.is_valid():
            perform_and_tell(request, CHANGE_TIMES, ids=(code,), inputs=form.cleaned_data)
            return HttpResponseRedirect(reverse("admin:job_queue_entry", args=[code]))
    return site.page(
        request,
        "crm_integration/job_queue_entry.html",
        title=entry.code,
        subtitle=entry.description,
        breadcrumbs=[area_crumb(), (_("Job Queue Entries"), reverse(LIST))],
        form_page=True,
        status=422 if form.errors else 200,
        form=form,
        jobs=[
            {"job": job, "state": JOB[job.status], "sentence": sentence(job.message_code, job.message_params)}
            for job in _latest_jobs(entry)
        ],
        may_edit=may(CHANGE_TIMES, request.user),
        **_row(entry),
    )


def _latest_jobs(entry: JobQueueEntry) -> list[Job]:
    if entry.mapping_id is None:
        return [entry.last_job] if entry.last_job else []
    return list(Job.objects.filter(arguments__mapping=entry.mapping_id).order_by("-created_at")[:10])


@require_POST
def entry_action(request: HttpRequest, code: str, action: str) -> HttpResponse:
    known = ACTIONS.get(action)
    if known is None:
        raise Http404
    if not may(known, request.user):
        raise PermissionDenied
    perform_and_tell(request, known, ids=(code,))
    return HttpResponseRedirect(_next(request))


@require_POST
def synchronize_modified_records(request: HttpRequest) -> HttpResponse:
    if not may(SYNCHRONIZE_MODIFIED, request.user):
        raise PermissionDenied
    perform_and_tell(request, SYNCHRONIZE_MODIFIED)
    return HttpResponseRedirect(reverse(LIST))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and is_ours else reverse(LIST)
