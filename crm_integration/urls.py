"""Which product answers under which path; ``SERVE`` chooses."""

from django.conf import settings
from django.urls import include, path

erp_patterns: list = []
crm_patterns = [path("", include("crm.web_api.urls"))]

urlpatterns = [
    *(erp_patterns if settings.SERVE in ("all", "erp") else []),
    *(crm_patterns if settings.SERVE in ("all", "crm") else []),
]
