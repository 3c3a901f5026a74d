"""Which product answers under which path; ``SERVE`` chooses."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

from crm_integration.health import healthz, readyz

erp_patterns = [
    path("admin/", include("erp.admin.urls")),
    path("api/v2.0/", include("erp.rest_api.urls")),
    path("api/dynamics/v1.0/", include("crm_integration.rest_api.urls")),
    path("ODataV4/", include("crm_integration.rest_api.odata_urls")),
]
crm_patterns = [path("", include("crm.admin.urls")), path("", include("crm.web_api.urls"))]


def front_page(served: str) -> str:
    """Where the bare address of a process leads."""
    return "/sales/" if served == "crm" else "/admin/"


urlpatterns = [
    path("", RedirectView.as_view(url=front_page(settings.SERVE)), name="front_page"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    *(erp_patterns if settings.SERVE in ("all", "erp") else []),
    *(crm_patterns if settings.SERVE in ("all", "crm") else []),
]
