"""Which product answers under which path; ``SERVE`` chooses."""

from django.conf import settings
from django.urls import include, path

from crm_integration.health import healthz, readyz

erp_patterns: list = []
crm_patterns = [path("", include("crm.web_api.urls"))]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *(erp_patterns if settings.SERVE in ("all", "erp") else []),
    *(crm_patterns if settings.SERVE in ("all", "crm") else []),
]
