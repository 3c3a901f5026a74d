"""What each role may do at every route of the API."""

import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from erp.admin.roles import ADMINISTRATOR, API_CLIENT, ITEM_AVAILABILITY_USER, ORDER_PROCESSOR, VIEWER
from erp.models import CompanyInformation
from erp.rest_api.urls import urlpatterns
from tests.erp.rest_api.caller import ROOT, Caller

ALL = {"GET", "POST", "PATCH", "DELETE"}
# Signing in is enough: nothing is told but what there is, and what is not there.
OPEN = {"api_service_document", "api_openapi", "api_unknown"}
CODE_TABLES = {
    *("unitsOfMeasure", "currencies", "currencyExchangeRates", "paymentTerms", "shipmentMethods"),
    "salespeoplePurchasers",
}


def routes() -> Iterator[tuple[str, str, set[str]]]:
    """Every route: its name, a path, what it offers."""
    company = CompanyInformation.objects.get().pk
    for pattern in urlpatterns:
        path = ROOT + re.sub("<str:company_id>", str(company), str(pattern.pattern))
        path = re.sub("<[^>]+>", str(uuid4()), path)
        methods = {method.upper() for method in pattern.callback.cls.http_method_names}  # type: ignore[attr-defined]
        yield str(pattern.name), path, ALL & methods


def may(role: str, name: str, method: str) -> bool:
    if role in (ADMINISTRATOR, API_CLIENT) or name in OPEN:
        return True
    if role == ITEM_AVAILABILITY_USER:
        return False
    if method == "GET":
        return True
    entity = name.removeprefix("api_").removesuffix("_record")
    return role == ORDER_PROCESSOR and entity not in CODE_TABLES


@pytest.mark.parametrize("role", [ADMINISTRATOR, ORDER_PROCESSOR, VIEWER, API_CLIENT, ITEM_AVAILABILITY_USER])
def test_a_role_opens_what_is_its_own_and_nothing_else(caller: Callable[[str], Caller], role: str) -> None:
    software = caller(role)
    expected, found = {}, {}
    for name, path, methods in routes():
        for method in sorted(methods):
            answer = software.send(method, path, {"shoeSize": 1}, etag="*")
            expected[name, method] = may(role, name, method)
            found[name, method] = answer.status_code != 403
            assert answer.status_code < 500
    assert found == expected
    assert len(found) > 40


def test_nobody_gets_anywhere_without_a_token(company: None) -> None:
    found = {
        Caller().send(method, path, {}).status_code for _name, path, methods in routes() for method in methods
    }
    assert found == {401}
