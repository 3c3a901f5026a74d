"""An administrator's software has the CRM's people see the stock, or stops it."""

import base64
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.customization.tables import delete_table
from crm.models import CustomRecord
from crm_integration.connection import switch_item_availability
from crm_integration.connection.switch_sales_integration import disable_sales_integration
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.models import ConnectionSetup
from erp.admin.roles import ADMINISTRATOR, API_CLIENT, ITEM_AVAILABILITY_USER, create_roles
from erp.operations.change_web_service_key import change_web_service_key
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ENABLE = "connection/Dynamics.enableItemAvailability"
DISABLE = "connection/Dynamics.disableItemAvailability"
TOLD = ("itemAvailabilityEnabled", "itemAvailabilityUserName")


@pytest.fixture
def key(stage: Stage) -> Iterator[str]:
    """Of the user as which the CRM asks for the stock."""
    create_roles()
    user = User.objects.create_user("stock")
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    yield change_web_service_key(user=user, now=timezone.now())
    metadata.refresh()


@pytest.fixture
def administrator(stage: Stage, caller: Callable[[str], Caller]) -> Caller:
    return caller(ADMINISTRATOR)


def rows_in_crm() -> int:
    return CustomRecord.objects.filter(table="nav_connection").count()


def status_for(key: str) -> int:
    login = base64.b64encode(f"stock:{key}".encode()).decode()
    headers = {"Authorization": f"Basic {login}"}
    return Client().get("/ODataV4/ProductItemAvailability", headers=headers).status_code


def test_the_stock_is_published_and_no_longer_published(administrator: Caller, key: str) -> None:
    published = administrator.post(ENABLE, {"userName": "stock", "key": key})
    assert (published.status_code, published.json()["code"]) == (200, "item_availability_enabled")
    told = administrator.get("connection")
    assert [told.json()[name] for name in TOLD] == [True, "stock"]
    assert (rows_in_crm(), status_for(key)) == (1, 200)
    assert key not in published.content.decode() + told.content.decode()
    again = administrator.post(ENABLE, {"userName": "stock"})
    assert again.json()["code"] == "item_availability_enabled"
    stopped = administrator.post(DISABLE)
    assert (stopped.status_code, stopped.json()["code"]) == (200, "item_availability_disabled")
    assert administrator.get("connection").json()["itemAvailabilityEnabled"] is False
    assert (rows_in_crm(), status_for(key)) == (0, 404)


def test_a_crm_that_cannot_be_told_is_a_warning(
    administrator: Caller, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator.post(ENABLE, {"userName": "stock", "key": key})

    def away(**_given: object) -> None:
        raise DataverseError(cure=Cure.TRANSIENT, code="", message="The CRM is away.")

    monkeypatch.setattr(switch_item_availability, "withdraw_item_availability", away)
    stopped = administrator.post(DISABLE).json()
    assert (stopped["code"], stopped["level"]) == ("item_availability_disabled_with_warning", "Warning")
    assert status_for(key) == 404


def test_what_does_not_work_is_not_published(
    administrator: Caller, key: str, caller: Callable[[str], Caller]
) -> None:
    right = {"userName": "stock", "key": key}
    asked = {
        "nobody": administrator.post(ENABLE, {"key": key}),
        "no key": administrator.post(ENABLE, {"userName": "stock"}),
        "stranger": administrator.post(ENABLE, {**right, "userName": "nobody"}),
        "guessed": administrator.post(ENABLE, {**right, "key": "guessed"}),
        "no address": administrator.post(ENABLE, {**right, "url": "http://erp.example.com/x"}),
        "no host": administrator.post(ENABLE, {**right, "url": "https://erp example.com/"}),
        "other path": administrator.post(ENABLE, {**right, "url": "http://localhost:8000/ODataV4/Stock"}),
        "too long": administrator.post(ENABLE, {**right, "url": "https://erp.example.com/" + "x" * 200}),
        "unknown": administrator.post(ENABLE, {**right, "secret": "x"}),
        "software": caller(API_CLIENT).post(ENABLE, right),
        "software stops": caller(API_CLIENT).post(DISABLE),
    }
    assert {name: error_of(answer) for name, answer in asked.items()} == {
        "nobody": (400, "BadRequest_RequiredParamNotProvided"),
        "no key": (400, "availability_key_missing"),
        "stranger": (400, "availability_user_refused"),
        "guessed": (400, "availability_user_refused"),
        "no address": (400, "availability_url_invalid"),
        "no host": (400, "availability_url_invalid"),
        "other path": (400, "availability_url_not_service"),
        "too long": (400, "Application_StringExceededLength"),
        "unknown": (400, "BadRequest"),
        "software": (403, "Authorization_RequestDenied"),
        "software stops": (403, "Authorization_RequestDenied"),
    }
    assert not ConnectionSetup.get().is_item_availability_enabled
    assert rows_in_crm() == 0


def test_what_publishing_needs_is_said(administrator: Caller, key: str) -> None:
    right = {"userName": "stock", "key": key}
    User.objects.get(username="stock").groups.clear()
    assert error_of(administrator.post(ENABLE, right)) == (400, "availability_user_lacks_role")
    User.objects.get(username="stock").groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    delete_table(metadata.table("nav_connection"), caller=system_caller())
    assert error_of(administrator.post(ENABLE, right)) == (409, "connection_table_missing")
    disable_sales_integration(now=timezone.now())
    refused = administrator.post(ENABLE, right)
    assert error_of(refused) == (409, "sales_integration_is_off")
    assert refused.json()["error"]["cureUrl"].startswith("/admin/")
