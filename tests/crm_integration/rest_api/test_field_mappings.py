"""An administrator's software says which fields meet which columns, as the page of the mapping does."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_integration.models import IntegrationTableMapping, Job
from crm_integration.synch_engine.mapping_store import load_mapping
from crm_integration.table_mapping.declaration import FieldRow
from crm_integration.table_mapping.direction import Direction
from erp.admin.roles import ADMINISTRATOR, API_CLIENT
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ROWS = "integrationTableMappings('CUSTOMER')/integrationFieldMappings"
TICKER = {"field": "name_2", "integrationTableField": "tickersymbol"}


@pytest.fixture
def administrator(stage: Stage, caller: Callable[[str], Caller]) -> Caller:
    return caller(ADMINISTRATOR)


def place_of(api: Caller, field: str, *, mapping: str = "CUSTOMER") -> str:
    rows = ROWS.replace("CUSTOMER", mapping)
    (row,) = [row for row in api.rows(rows) if row["field"] == field]
    return f"{rows}({row['id']})"


def test_a_row_is_added_changed_and_removed(administrator: Caller) -> None:
    before = load_mapping("CUSTOMER")
    made = administrator.post(ROWS, {**TICKER, "direction": "ToIntegrationTable"})
    place, tag = made["Location"], made["ETag"]
    assert (made.status_code, made.json()["@odata.etag"]) == (201, tag)
    assert administrator.get(place).json() == made.json()
    added = load_mapping("CUSTOMER").fields[-1]
    assert added == FieldRow("name_2", "tickersymbol", Direction.TO_INTEGRATION_TABLE)
    change = {"transformationRule": "UPPERCASE", "enabled": False}
    changed = administrator.patch(place, change, etag=tag)
    assert {name: changed.json()[name] for name in change} == change
    assert error_of(administrator.delete(place, etag=tag)) == (409, "Request_EntityChanged")
    assert administrator.delete(place, etag=changed["ETag"]).status_code == 204
    assert error_of(administrator.get(place)) == (404, "Internal_RecordNotFound")
    assert load_mapping("CUSTOMER") == before


def test_who_did_not_read_a_row_as_it_is_does_not_change_it(administrator: Caller) -> None:
    place = place_of(administrator, "phone_no")
    read, other = administrator.get(place)["ETag"], place_of(administrator, "name")
    assert error_of(administrator.send("PATCH", place, {})) == (400, "BadRequest_InvalidToken")
    assert error_of(administrator.send("DELETE", place)) == (400, "BadRequest_InvalidToken")
    assert administrator.patch(other, {"enabled": False}).status_code == 200
    change = {"direction": "ToIntegrationTable"}
    assert administrator.patch(place, change, etag=read).json()["direction"] == "ToIntegrationTable"
    stale = administrator.patch(place, {"direction": "FromIntegrationTable"}, etag=read)
    assert error_of(stale) == (409, "Request_EntityChanged")


def test_rows_keep_their_ids_whatever_else_of_the_mapping_is_changed(administrator: Caller) -> None:
    ids = {row["field"]: row["id"] for row in administrator.rows(ROWS)}
    administrator.patch("integrationTableMappings('CUSTOMER')", {"updateConflictResolution": "SendUpdate"})
    administrator.delete(place_of(administrator, "fax_no"))
    del ids["fax_no"]
    assert {row["field"]: row["id"] for row in administrator.rows(ROWS)} == ids
    administrator.post("integrationTableMappings('CUSTOMER')/Dynamics.restoreDefaults")
    again = {row["field"]: row["id"] for row in administrator.rows(ROWS)}
    assert {field: again[field] for field in ids} == ids
    assert "fax_no" in again


def test_a_row_goes_as_its_mapping_and_a_constant_to_the_side_that_is_named(administrator: Caller) -> None:
    assert administrator.made(ROWS, TICKER)["direction"] == "Bidirectional"
    to_crm = {"integrationTableField": "description", "constantValue": " From the back office "}
    made = administrator.made(ROWS, to_crm)
    told = (made["direction"], made["constantValue"], made["order"])
    assert told == ("ToIntegrationTable", "From the back office", len(load_mapping("CUSTOMER").fields) - 1)


def test_a_flag_of_a_reference_is_exchanged_for_the_other(administrator: Caller) -> None:
    place = place_of(administrator, "salesperson_code")
    both = administrator.patch(place, {"clearValueOnFailedSynch": True})
    assert both.json()["error"]["problems"][0]["code"] == "not_null_excludes_clear_value"
    changed = administrator.patch(place, {"clearValueOnFailedSynch": True, "notNull": False})
    assert (changed.json()["notNull"], changed.json()["clearValueOnFailedSynch"]) == (False, True)


def test_a_change_has_the_records_that_failed_looked_at_again(administrator: Caller) -> None:
    administrator.patch(place_of(administrator, "phone_no"), {"enabled": False})
    assert Job.objects.get().arguments["mapping"] == "CUSTOMER"


def test_a_fixed_row_is_neither_changed_nor_removed(administrator: Caller) -> None:
    place = place_of(administrator, "blocked", mapping="ITEM-PRODUCT")
    before = load_mapping("ITEM-PRODUCT")
    assert administrator.get(place).json()["fixed"]
    for answer in (administrator.patch(place, {"enabled": False}), administrator.delete(place)):
        (problem,) = answer.json()["error"]["problems"]
        assert (answer.status_code, problem["code"]) == (400, "row_is_fixed")
        assert problem["message"].startswith("Blocked: this row is fixed.")
    assert load_mapping("ITEM-PRODUCT") == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "row_without_field"),
        ({"field": "shoe_size", "integrationTableField": "name"}, "unknown_erp_field"),
        ({"field": "name_2", "integrationTableField": "shoe_size"}, "unknown_crm_column"),
        ({"field": "name", "integrationTableField": "name"}, "row_twice"),
        ({"field": "name_2", "integrationTableField": "primarycontactid"}, "types_do_not_meet"),
        ({**TICKER, "transformationRule": "SHOUT"}, "unknown_transformation"),
        ({"integrationTableField": "description"}, "constant_missing"),
    ],
)
def test_a_row_that_could_not_be_used_is_not_added(administrator: Caller, body: Any, code: str) -> None:
    before = load_mapping("CUSTOMER")
    answer = administrator.post(ROWS, body)
    assert answer.status_code == 400
    assert [problem["code"] for problem in answer.json()["error"]["problems"]] == [code]
    assert load_mapping("CUSTOMER") == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**TICKER, "constantValue": "x" * 101}, "Application_StringExceededLength"),
        ({**TICKER, "direction": "Sideways"}, "Application_EvaluateException"),
        ({**TICKER, "enabled": "yes"}, "Application_EvaluateException"),
        ({**TICKER, "matchPriority": 1}, "BadRequest"),
        ({"field": "row_version", "integrationTableField": "name"}, "Application_FieldValidationException"),
    ],
)
def test_what_is_not_understood_adds_no_row(administrator: Caller, body: Any, code: str) -> None:
    assert error_of(administrator.post(ROWS, body)) == (400, code)


def test_two_changes_at_once_do_not_undo_each_other(
    administrator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(administrator, "phone_no")
    checked = "crm_integration.actions.on_mappings.problems_of"

    def meanwhile(_declaration: Any) -> list[Any]:
        IntegrationTableMapping.objects.filter(name="CUSTOMER").update(row_version=99)
        return []

    monkeypatch.setattr(checked, meanwhile)
    assert error_of(administrator.patch(place, {"enabled": False})) == (409, "mapping_changed_meanwhile")


def test_a_row_is_found_in_its_own_mapping_only(administrator: Caller) -> None:
    place = place_of(administrator, "phone_no")
    for path in (place.replace("CUSTOMER", "VENDOR"), place.replace("CUSTOMER", "ITEM-PRODUCT")):
        assert error_of(administrator.get(path)) == (404, "Internal_RecordNotFound")


def test_who_may_not_edit_mappings_only_reads_their_rows(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    software = caller(API_CLIENT)
    place = place_of(software, "phone_no")
    answers = [
        software.get(place),
        software.post(ROWS, TICKER),
        software.patch(place, {"enabled": False}),
        software.delete(place),
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 403, 403]
