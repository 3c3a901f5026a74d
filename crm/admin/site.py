"""The salespeople's admin site, at /sales/: sign-in, navigation, home page."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.admin.acting_user import acting_caller
from crm.admin.home import home_context
from crm.admin.sign_in_form import SignInForm
from crm.models import Organization

# The areas of the sidebar in the order of work, with their tables.
_AREAS = (
    ("sales", _("Sales"), ("account", "contact", "opportunity", "quote", "salesorder", "invoice")),
    ("catalogue", _("Product catalogue"), ("product", "pricelevel", "productpricelevel", "uomschedule")),
    ("setup", _("Setup"), ("systemuser", "transactioncurrency")),
    ("administration", _("Administration"), ("outboxentry", "injectedfault")),
)


class SalesSite(AdminSite):
    """Every read and write is done with the rights of the CRM user behind the sign-in."""

    site_header = settings.CRM_PRODUCT_NAME
    site_title = settings.CRM_PRODUCT_NAME
    index_title = _("Sales home")
    index_template = "crm/home.html"
    login_form = SignInForm
    site_url = None
    empty_value_display = ""

    def has_permission(self, request: HttpRequest) -> bool:
        return acting_caller(request) is not None

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = {**super().each_context(request), "site_side": "crm"}
        if context["has_permission"]:
            context["company_name"] = Organization.objects.values_list("name", flat=True).first()
        return context

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        if not self.has_permission(request):
            return []
        entries = {
            entry["model"]._meta.model_name: {**entry, "current": request.path.startswith(entry["admin_url"])}
            for app in self._build_app_dict(request).values()
            for entry in app["models"]
            if entry.get("admin_url")
        }
        areas = [
            {
                "app_label": code,
                "name": label,
                "app_url": reverse("admin:index", current_app=self.name),
                "has_module_perms": True,
                "models": [entries[table] for table in tables if table in entries],
            }
            for code, label, tables in _AREAS
        ]
        return [area for area in areas if area["models"]]

    def get_urls(self) -> list[Any]:
        # No record has a page outside this site to be viewed on.
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        caller = acting_caller(request)
        shown = home_context(caller) if caller else {}
        return super().index(request, {"title": _("Home"), **shown, **(extra_context or {})})


site = SalesSite(name="sales")
