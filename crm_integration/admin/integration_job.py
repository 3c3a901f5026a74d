"""A job in the background: how far it is, what it has done, Stop; live while it runs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_integration.actions.on_jobs import STOP_JOB, may_stop
from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.looks import JOB, SYNCH_JOB
from crm_integration.admin.performing import perform_and_tell
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import Job
from crm_integration.sentences import sentence
from crm_integration.sentences.words import products
from erp.admin.site import site

PAGE = "admin:integration_job"


def integration_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    job = _job(job_id)
    return site.page(
        request,
        "crm_integration/job.html",
        title=_title(job),
        breadcrumbs=[
            (CRM_AREA.label, reverse("admin:area", args=[CRM_AREA.code])),
            (_("Integration Synchronization Jobs"), reverse("admin:crm_integration_synchjob_changelist")),
        ],
        **_context(request, job),
    )


def job_fragment(request: HttpRequest, job_id: UUID) -> HttpResponse:
    return render(request, "crm_integration/includes/job_live.html", _context(request, _job(job_id)))


@require_POST
def stop_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    perform_and_tell(request, STOP_JOB, ids=(job_id,))
    if not Job.objects.filter(pk=job_id).exists():
        return HttpResponseRedirect(reverse("admin:crm_integration_synchjob_changelist"))
    return HttpResponseRedirect(reverse(PAGE, args=[job_id]))


def _job(job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.select_related("requested_by"), pk=job_id)


def _title(job: Job) -> str:
    mapping = job.arguments.get("mapping", "")
    titles = {
        "synchronize": _("Synchronization of %(mapping)s"),
        "couple": _("Match-based coupling of %(mapping)s"),
        "match": _("Match-based coupling of %(mapping)s"),
        "uncouple": _("Deleting the couplings of %(mapping)s"),
        POSTEDSALESINV_INV.made_by: _("Creation of invoices in %(crm_product)s"),
    }
    title = titles.get(job.kind)
    is_whole = bool(mapping) or job.kind == POSTEDSALESINV_INV.made_by
    return title % {"mapping": mapping, **products()} if title and is_whole else job.kind


def _context(request: HttpRequest, job: Job) -> dict[str, Any]:
    runs = job.synch_jobs.select_related("mapping")
    return {
        "job": job,
        "state": JOB[job.status],
        "is_live": job.status in (Job.Status.READY, Job.Status.RUNNING),
        "sentence": sentence(job.message_code, {"cure": "", **job.message_params}),
        "of_documents": POSTEDSALESINV_INV.name if job.kind == POSTEDSALESINV_INV.made_by else "",
        "runs": [{"run": run, "state": SYNCH_JOB[run.status]} for run in runs],
        "may_stop": may_stop(job, request.user),
        "is_stopping": job.cancel_requested,
    }
