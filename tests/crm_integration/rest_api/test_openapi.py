"""The OpenAPI description of the integration says what it offers, whoever asks for it."""

import re
from collections.abc import Callable

import pytest
import yaml

from crm_integration.rest_api.integration_api import INTEGRATION_API
from crm_integration.rest_api.urls import urlpatterns
from erp.admin.roles import VIEWER
from erp.rest_api.openapi.document import openapi_document
from tests.erp.rest_api.caller import Caller

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
DOCUMENT = openapi_document(INTEGRATION_API)
METHODS = {"get", "post", "patch", "delete"}
# They say what there is, or are for the CRM alone.
NOT_DESCRIBED = ("crm_api_openapi_yaml", "crm_api_openapi_json", "crm_api_unknown", "crm_notifications")


def test_every_route_is_described_and_nothing_else() -> None:
    routed = {
        ("/" + re.sub(r"<str:(\w+)>", r"{\1}", str(pattern.pattern)), method)
        for pattern in urlpatterns
        if pattern.name not in NOT_DESCRIBED
        for method in METHODS.intersection(pattern.callback.cls.http_method_names)  # type: ignore[attr-defined]
    }
    found = {(path, method) for path, item in DOCUMENT["paths"].items() for method in item.keys() & METHODS}
    assert found == routed


def test_whoever_is_signed_in_is_given_the_description(caller: Callable[[str], Caller]) -> None:
    software = caller(VIEWER)
    assert yaml.safe_load(software.get("openapi.yaml").content) == DOCUMENT
    assert software.get("openapi.json").json() == DOCUMENT
