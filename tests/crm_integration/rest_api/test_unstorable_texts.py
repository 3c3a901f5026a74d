"""Texts that no database keeps are refused with the name of what holds them, wherever the API takes one."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_integration.models import ConnectionSetup
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
BAD = ["a\0b", "\ud800"]
CUSTOMERS = "integrationTableMappings('CUSTOMER')"
DEFAULT_SETUP = "connection/Dynamics.useDefaultSynchronizationSetup"


def filtered(**row: Any) -> dict[str, Any]:
    return {"tableFilter": {"all": [{"field": "name", "operator": "eq", "value": "A", **row}]}}


@pytest.mark.parametrize("bad", BAD)
def test_the_connection_is_not_changed_by_them(
    stage: Stage, caller: Callable[[str], Caller], bad: str
) -> None:
    before = ConnectionSetup.objects.values().get()
    administrator = caller(ADMINISTRATOR)
    refused = {
        name: error_of(administrator.patch("connection", {name: bad}))
        for name in ("clientId", "clientSecret", "tenant", "webClientUrl")
    }
    assert set(refused.values()) == {(400, "Application_FieldValidationException")}
    assert ConnectionSetup.objects.values().get() == before


@pytest.mark.parametrize("bad", BAD)
def test_mappings_and_actions_do_not_take_them(
    stage: Stage, caller: Callable[[str], Caller], bad: str
) -> None:
    administrator = caller(ADMINISTRATOR)
    row = {"integrationTableField": "description", "constantValue": "A"}
    asked = [
        administrator.post(f"{CUSTOMERS}/integrationFieldMappings", {**row, "constantValue": bad}),
        administrator.post(f"{CUSTOMERS}/integrationFieldMappings", {**row, "field": bad}),
        administrator.patch(CUSTOMERS, filtered(value=bad)),
        administrator.patch(CUSTOMERS, filtered(field=bad)),
        administrator.post(DEFAULT_SETUP, {"integrationTableMappings": [{"name": bad}], "dryRun": True}),
        administrator.post("connection/Dynamics.enableItemAvailability", {"userName": bad, "key": "k"}),
        administrator.post("fullSynchReview/Dynamics.restart", {"integrationTableMapping": bad}),
    ]
    assert {error_of(answer) for answer in asked} == {(400, "Application_FieldValidationException")}


def test_a_parameter_that_cannot_even_be_named_is_refused(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    refused = caller(ADMINISTRATOR).post("connection/Dynamics.test", {"\ud800": 1})
    assert error_of(refused) == (400, "BadRequest")
