"""An administrator's software sees what was changed on mappings, and puts back what it chooses, or all."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from erp.admin.roles import ADMINISTRATOR, API_CLIENT
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
USE_DEFAULT = "connection/Dynamics.useDefaultSynchronizationSetup"
BERLIN = {"all": [{"field": "city", "operator": "eq", "value": "Berlin"}]}


@pytest.fixture
def administrator(caller: Callable[[str], Caller]) -> Caller:
    return caller(ADMINISTRATOR)


def change(administrator: Caller, name: str, **values: Any) -> None:
    changed = administrator.patch(f"integrationTableMappings('{name}')", values)
    assert changed.status_code == 200, changed.content


def shown(administrator: Caller, **parameters: Any) -> dict[str, Any]:
    answer = administrator.post(USE_DEFAULT, {"dryRun": True, **parameters})
    assert answer.status_code == 200, answer.content
    return {one["name"]: one for one in answer.json()["integrationTableMappings"]}


def test_what_would_change_is_shown_before_it_is_put_back(stage: Stage, administrator: Caller) -> None:
    assert shown(administrator) == {}
    change(administrator, "CUSTOMER", direction="ToIntegrationTable", tableFilter=BERLIN)
    rows = IntegrationFieldMapping.objects.filter(mapping="CUSTOMER")
    rows.filter(erp_field="name").update(not_null=True)
    rows.filter(erp_field="city").delete()
    found = shown(administrator)
    assert list(found) == ["CUSTOMER"]
    setting, filtered, changed, removed = sorted(
        found["CUSTOMER"]["differences"],
        key=lambda one: ("direction", "tableFilter", "notNull", "").index(one["property"]),
    )
    assert (setting["default"], setting["present"]) == ("Bidirectional", "ToIntegrationTable")
    assert (filtered["kind"], filtered["present"]) == ("Setting", BERLIN)
    assert (changed["kind"], changed["field"], changed["integrationTableField"]) == (
        "Changed",
        "name",
        "name",
    )
    assert (changed["default"], changed["present"]) == (False, True)
    assert (removed["kind"], removed["field"], removed["present"]) == ("Removed", "city", None)
    assert removed["default"]["direction"] == "Bidirectional"
    assert shown(administrator) == found


def test_the_default_setup_is_used_by_the_mappings_that_are_named_or_by_all(
    stage: Stage, administrator: Caller
) -> None:
    for name in ("CUSTOMER", "CONTACT", "ITEM-PRODUCT"):
        change(administrator, name, direction="ToIntegrationTable")
    found = shown(administrator)
    assert set(found) == {"CUSTOMER", "CONTACT", "ITEM-PRODUCT"}
    contact = {"name": "CONTACT", "version": found["CONTACT"]["version"]}
    used = administrator.post(USE_DEFAULT, {"integrationTableMappings": [contact]})
    assert (used.status_code, used.json()["code"]) == (200, "mappings_restored")
    assert used.json()["message"] == "The default setup is used again by: CONTACT."
    assert set(shown(administrator)) == {"CUSTOMER", "ITEM-PRODUCT"}
    assert (
        shown(administrator, integrationTableMappings=[{"name": "CONTACT"}])["CONTACT"]["differences"] == []
    )
    assert administrator.post(USE_DEFAULT).json()["code"] == "mappings_restored"
    assert shown(administrator) == {}
    assert administrator.post(USE_DEFAULT).json()["code"] == "mappings_as_delivered"


def test_where_a_mapping_was_changed_after_it_was_shown_none_is_put_back(
    stage: Stage, administrator: Caller
) -> None:
    change(administrator, "CUSTOMER", direction="ToIntegrationTable")
    change(administrator, "CONTACT", direction="ToIntegrationTable")
    chosen = [{"name": one["name"], "version": one["version"]} for one in shown(administrator).values()]
    change(administrator, "CONTACT", synchOnlyCoupledRecords=True)
    refused = administrator.post(USE_DEFAULT, {"integrationTableMappings": chosen})
    assert error_of(refused) == (409, "mapping_changed_meanwhile")
    assert "CONTACT" in refused.json()["error"]["message"]
    stored = IntegrationTableMapping.objects.filter(name__in=["CUSTOMER", "CONTACT"])
    assert {mapping.direction for mapping in stored} == {"to_integration_table"}


@pytest.mark.parametrize("dry_run", [True, False])
def test_mappings_that_cannot_be_put_back_are_refused(
    stage: Stage, caller: Callable[[str], Caller], administrator: Caller, dry_run: bool
) -> None:
    given = {"dryRun": dry_run}
    unknown = administrator.post(USE_DEFAULT, {**given, "integrationTableMappings": [{"name": "NOWHERE"}]})
    assert error_of(unknown) == (400, "unknown_mapping")
    unfit: list[Any] = [[], ["CUSTOMER"], [{}], [{"name": "CUSTOMER", "version": "1"}], "CUSTOMER"]
    for chosen in unfit:
        answer = administrator.post(USE_DEFAULT, {**given, "integrationTableMappings": chosen})
        assert answer.status_code == 400
    refused = caller(API_CLIENT).post(USE_DEFAULT, given)
    assert error_of(refused) == (403, "Authorization_RequestDenied")
