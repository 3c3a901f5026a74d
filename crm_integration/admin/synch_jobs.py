"""Integration Synchronization Jobs: the list of runs, and the card of one with errors and field changes."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.field_changes import shown_change, values_in
from crm_integration.admin.looks import SYNCH_JOB, direction_status
from crm_integration.admin.template_tags import state, when
from crm_integration.admin.value_texts import ValueTexts
from crm_integration.mappings.registry import MAPPINGS
from crm_integration.models import SynchJob, SynchJobError
from crm_integration.sentences import sentence
from crm_integration.sentences.cures import card_url
from crm_integration.table_mapping.declaration import TableMapping
from erp.admin.back_office_admin import BackOfficeAdmin
from erp.admin.extensions import Html
from erp.admin.site import site
from erp.queries.table_fields import model_of

COUNTERS = (
    "inserted",
    "modified",
    "unchanged",
    "skipped",
    "failed",
    "deleted",
    "coupled",
    "uncoupled",
    "outside_filter",
    "not_coupled",
    "integration_user",
)
PER_PAGE = 50


@admin.register(SynchJob, site=site)
class SynchJobAdmin(BackOfficeAdmin):
    """Runs are looked at, never edited."""

    area, area_order = CRM_AREA, 60
    menu_label = gettext_lazy("Integration Synchronization Jobs")
    empty_text = gettext_lazy(
        "Every run that looked at records appears here, with what it wrote and what failed."
    )
    empty_icon = "history"
    list_display = [
        "started",
        "mapping",
        "direction_text",
        "status_text",
        "written",
        "unchanged",
        "skipped",
        "failed",
        "message",
    ]
    list_display_links = ["started"]
    numeric_columns = ["written", "unchanged", "skipped", "failed"]
    minor_columns = ["direction_text", "unchanged", "skipped", "message"]
    list_filter = ["status", "type", "direction", "mapping"]
    list_select_related = ["mapping"]
    ordering = ["-started_at"]
    actions = None

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("Started"), ordering="started_at")
    def started(self, run: SynchJob) -> Html:
        return when(run.started_at)

    @admin.display(description=gettext_lazy("Direction"), ordering="direction")
    def direction_text(self, run: SynchJob) -> Html:
        return state(direction_status(run.direction))

    @admin.display(description=gettext_lazy("Status"), ordering="status")
    def status_text(self, run: SynchJob) -> Html:
        return state(SYNCH_JOB[run.status])

    @admin.display(description=gettext_lazy("Written"))
    def written(self, run: SynchJob) -> int:
        return run.inserted + run.modified + run.coupled + run.uncoupled

    @admin.display(description=gettext_lazy("Message"))
    def message(self, run: SynchJob) -> str:
        return sentence(run.message_code, {"cure": "", **run.message_params})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            raise PermissionDenied
        run = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request, run):
            raise PermissionDenied
        if run is None:
            raise Http404
        return run_page(request, run)


def run_page(request: HttpRequest, run: SynchJob) -> HttpResponse:
    """The card of a run: counters, errors, what was written field by field."""
    mapping = MAPPINGS.get(run.mapping_id)
    changes = Paginator(run.changes.order_by("-written_at", "pk"), PER_PAGE).get_page(
        request.GET.get("changes")
    )
    errors = Paginator(run.errors.order_by("-failed_at", "pk"), PER_PAGE).get_page(request.GET.get("errors"))
    texts = ValueTexts(mapping, values_in(list(changes))) if mapping else None
    return site.page(
        request,
        "crm_integration/synch_job.html",
        title=_("%(mapping)s, %(type)s") % {"mapping": run.mapping_id, "type": run.get_type_display()},
        breadcrumbs=[
            (CRM_AREA.label, reverse("admin:area", args=[CRM_AREA.code])),
            (_("Integration Synchronization Jobs"), reverse("admin:crm_integration_synchjob_changelist")),
        ],
        run=run,
        state=SYNCH_JOB[run.status],
        sentence=sentence(run.message_code, {"cure": "", **run.message_params}),
        counters=_counters(run),
        change_page=changes,
        changes=[
            {
                "at": change.written_at,
                "url": _url(mapping, change.erp_id),
                **shown_change(change, mapping, texts),
            }
            for change in changes
        ]
        if mapping and texts
        else [],
        error_page=errors,
        errors=[_error(error, mapping) for error in errors] if mapping else [],
    )


def _counters(run: SynchJob) -> list[tuple[Any, int]]:
    captions = {field.name: field.verbose_name for field in run._meta.concrete_fields}
    return [(captions[name], getattr(run, name)) for name in COUNTERS]


def _url(mapping: TableMapping | None, erp_id: Any) -> str:
    return card_url(mapping.erp_table, erp_id) if mapping and erp_id else ""


def _error(error: SynchJobError, mapping: TableMapping) -> dict[str, Any]:
    params = {
        "erp_table": mapping.erp_table,
        "crm_table": mapping.crm_table,
        "mapping": mapping.name,
        "field": error.field,
        "cure": error.cure,
        **error.params,
    }
    return {
        "at": error.failed_at,
        "record": error.description or str(model_of(mapping.erp_table)._meta.verbose_name),
        "url": _url(mapping, error.erp_id),
        "sentence": sentence(error.code, params),
    }
