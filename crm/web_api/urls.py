"""Addresses of the Web API and of its token endpoint."""

from django.urls import re_path

from crm.web_api import sign_in, views

_TENANT = r"(?P<tenant>[0-9A-Za-z.-]{1,64})"

urlpatterns = [
    re_path(r"^api/data/(?P<version>v9\.[0-2])/(?P<path>.*)$", views.web_api, name="web_api"),
    re_path(rf"^{_TENANT}/oauth2/v2\.0/token$", sign_in.token, name="crm_token"),
    re_path(
        rf"^{_TENANT}/v2\.0/\.well-known/openid-configuration$",
        sign_in.openid_configuration,
        name="crm_openid_configuration",
    ),
]
