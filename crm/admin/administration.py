"""Pages for administrators of the CRM alone: faults played on purpose, notifications on their way."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.admin.acting_user import acting_caller
from crm.admin.site import site
from crm.models import InjectedFault, OutboxEntry, ServiceEndpoint


class AdministratorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Open to System Administrators. These rows are no records of the CRM: no rules, no versions, no log."""

    list_per_page = 50
    show_full_result_count = False
    actions = None
    empty_icon = "document"

    def _is_administrator(self, request: HttpRequest) -> bool:
        caller = acting_caller(request)
        return caller is not None and caller.is_administrator

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_administrator(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        return [str(obj) for obj in objs], {}, set(), []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[object_id], current_app=self.admin_site.name))


@admin.register(InjectedFault, site=site)
class InjectedFaultAdmin(AdministratorAdmin):
    empty_text = _("Faults that you set here make the Web API fail on purpose, to test what depends on it.")
    list_display = ("kind", "method", "route", "rate", "skip", "remaining", "hits")
    list_filter = ("kind",)
    ordering = ("pk",)
    readonly_fields = ("hits",)
    fieldsets = (
        (
            _("Fault"),
            {
                "classes": ["collapse"],
                "fields": (
                    "kind",
                    "route",
                    "method",
                    "rate",
                    "skip",
                    "remaining",
                    "delay_ms",
                    "retry_after",
                    "hits",
                ),
            },
        ),
    )


@admin.register(OutboxEntry, site=site)
class OutboxEntryAdmin(AdministratorAdmin):
    empty_text = _("Everything that registered webhooks had to be told has been delivered.")
    list_display = ("message", "table", "endpoint_name", "state", "attempts", "not_before", "last_error")
    list_filter = ("state", "table", "message")
    ordering = ("not_before",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxEntry]:
        names = ServiceEndpoint.objects.filter(pk=OuterRef("endpoint_id")).values("name")[:1]
        return super().get_queryset(request).annotate(endpoint_name=Subquery(names))

    @admin.display(description=_("Service Endpoint"), ordering="endpoint_name")
    def endpoint_name(self, entry: Any) -> str:
        return entry.endpoint_name or ""
