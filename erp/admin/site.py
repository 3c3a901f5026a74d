"""The admin site of the back office: shell, Role Center, Tell Me, and pages that other apps add to it."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

from erp.admin import navigation, role_center, tell_me
from erp.admin.extensions import HeaderState, Text, extensions
from erp.models import CompanyInformation

View = Callable[..., HttpResponseBase]
Crumb = tuple[Text, str]


class BackOfficeSite(AdminSite):
    """One sign-in, one sidebar, one look for lists, cards and the pages that other apps register."""

    site_header = settings.ERP_PRODUCT_NAME
    site_title = settings.ERP_PRODUCT_NAME
    index_title = _("Role Center")
    site_url = None
    empty_value_display = ""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._views: list[tuple[str, View, str]] = []

    # ---- pages of other apps

    def register_view(
        self, route: str, view: View, name: str, *, permission: str | Sequence[str] = ()
    ) -> None:
        """Add a page at ``/admin/<route>`` with the URL name ``admin:<name>``.

        Nobody gets there without signing in; with ``permission`` ("app.codename"), nobody without it.
        """
        needed = (permission,) if isinstance(permission, str) else tuple(permission)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perms(needed):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        self._views.append((route, guarded, name))

    def page(
        self,
        request: HttpRequest,
        template: str,
        *,
        title: Text,
        breadcrumbs: Sequence[Crumb] = (),
        status: int = 200,
        **context: Any,
    ) -> TemplateResponse:
        """A page on ``admin/page.html``; ``breadcrumbs`` are (label, URL) between Home and the title."""
        request.current_app = self.name  # type: ignore[attr-defined]
        full = {**self.each_context(request), "title": title, "breadcrumbs": breadcrumbs, **context}
        return TemplateResponse(request, template, full, status=status)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        own: list[tuple[str, View, str]] = [
            ("tell-me/", self.tell_me, "tell_me"),
            ("areas/<slug:code>/", self.area, "area"),
            *self._views,
        ]
        return [
            *(path(route, self.admin_view(view), name=name) for route, view, name in own),
            # No record has a page outside this site to be viewed on.
            *(url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"),
        ]

    # ---- the shell

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if not context["has_permission"]:
            return context
        states = [state.load(request) for state in extensions.allowed(request, HeaderState)]
        return {
            **context,
            "company_name": _company_name(),
            "header_states": [state for state in states if state],
            "api_tokens_url": reverse("admin:own_api_tokens", current_app=self.name),
            "tell_me_url": reverse("admin:tell_me", current_app=self.name),
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The areas of the sidebar; computed once for each request."""
        if not self.has_permission(request):
            return []
        if not hasattr(request, "sidebar"):
            found = navigation.entries(self, request, sidebar=True)
            area_url = reverse("admin:area", kwargs={"code": "AREA"}, current_app=self.name)
            request.sidebar = navigation.as_app_list(found, path=request.path, area_url=area_url)  # type: ignore[attr-defined]
        return request.sidebar  # type: ignore[attr-defined, no-any-return]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        request.current_app = self.name  # type: ignore[attr-defined]
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            **role_center.context(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/index.html", context)

    def tell_me(self, request: HttpRequest) -> TemplateResponse:
        query = request.GET.get("q", "").strip()[:100]
        answers = tell_me.answers(self, request, query=query)
        return self.page(
            request, "admin/tell_me.html", title=_("Tell me what to do"), query=query, answers=answers
        )

    def area(self, request: HttpRequest, code: str) -> TemplateResponse:
        for area in self.get_app_list(request):
            if area["app_label"] == code:
                return self.page(request, "admin/area.html", title=area["name"], entries=area["models"])
        raise Http404


def _company_name() -> str:
    return CompanyInformation.objects.values_list("name", flat=True).first() or ""


site = BackOfficeSite()
