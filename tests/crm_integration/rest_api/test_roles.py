"""What each role may do at every route of the integration."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from crm_integration.rest_api.urls import urlpatterns
from erp.admin.roles import ADMINISTRATOR, API_CLIENT, ITEM_AVAILABILITY_USER, ORDER_PROCESSOR, VIEWER
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
OPEN = {"crm_api_service_document", "crm_api_unknown"}
ADMINISTRATORS = {"crm_api_runNow", "crm_api_hold", "crm_api_resume"}
ROOT = "/api/dynamics/v1.0/"


def routes() -> Iterator[tuple[str, str, set[str]]]:
    """Every route: its name, a path, what it offers."""
    for pattern in urlpatterns:
        if pattern.name == "crm_notifications":
            continue
        methods = {method.upper() for method in pattern.callback.cls.http_method_names}  # type: ignore[attr-defined]
        path = ROOT + re.sub("<[^>]+>", str(uuid4()), str(pattern.pattern))
        yield str(pattern.name), path, {"GET", "POST", "PATCH", "DELETE"} & methods


def may(role: str, name: str, method: str) -> bool:
    if name in OPEN:
        return True
    if role == ITEM_AVAILABILITY_USER:
        return False
    if name in ADMINISTRATORS and method == "POST":
        return role == ADMINISTRATOR
    return method == "GET" or role != VIEWER


@pytest.mark.parametrize("role", [ADMINISTRATOR, ORDER_PROCESSOR, VIEWER, API_CLIENT, ITEM_AVAILABILITY_USER])
def test_a_role_opens_what_is_its_own_and_nothing_else(caller: Callable[[str], Caller], role: str) -> None:
    software = caller(role)
    expected, found = {}, {}
    for name, path, methods in routes():
        for method in sorted(methods):
            answer = software.send(method, path, {"shoeSize": 1})
            expected[name, method] = may(role, name, method)
            found[name, method] = answer.status_code != 403
            assert answer.status_code < 500
    assert found == expected


def test_nobody_gets_anywhere_without_a_token(stage: Stage) -> None:
    found = {
        Caller().send(method, path, {}).status_code for _name, path, methods in routes() for method in methods
    }
    assert found == {401}
