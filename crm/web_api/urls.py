"""Addresses of the Web API and of the endpoints for signing in to it."""

from django.urls import re_path

from crm.web_api import openid_configuration, token_endpoint, views

_TENANT = r"(?P<tenant>[0-9A-Za-z.-]{1,64})"

urlpatterns = [
    re_path(r"^api/data/(?P<version>v9\.[0-2])/(?P<path>.*)$", views.web_api, name="web_api"),
    re_path(r"^api/data(?:/.*)?$", views.unknown_version),
    re_path(rf"^{_TENANT}/oauth2/(?:v2\.0/)?token$", token_endpoint.token, name="crm_token"),
    re_path(
        rf"^{_TENANT}/(?:v2\.0/)?\.well-known/openid-configuration$",
        openid_configuration.openid_configuration,
        name="crm_openid_configuration",
    ),
    re_path(rf"^{_TENANT}/discovery/(?:v2\.0/)?keys$", openid_configuration.keys, name="crm_signing_keys"),
]
