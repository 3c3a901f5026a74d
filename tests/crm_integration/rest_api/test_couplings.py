"""Other software couples, synchronizes and uncouples records, and first looks at what would be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils.timezone import now

from crm_integration.actions import on_records
from crm_integration.coupling.couple import couple
from crm_integration.coupling.errors import CouplingRefused
from crm_integration.coupling.uncouple import uncouple
from crm_integration.coupling.version import version_of
from crm_integration.jobs.run_job import run_job
from crm_integration.models import ConnectionSetup, Coupling, IntegrationTableMapping, Job
from erp.admin.roles import VIEWER
from erp.models import Customer
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def coupled(stage: Stage, **values: Any) -> tuple[Customer, Any, str]:
    customer, account = stage.pair(**values)
    return customer, account, f"couplings({stage.coupling(customer).pk})"


def test_a_coupling_is_made_found_synchronized_and_deleted(stage: Stage, api: Caller) -> None:
    customer, account = stage.customer(name="Alfreds", phone_no="1"), stage.account(name="Alfreds")
    wanted = {"integrationTableMapping": "CUSTOMER", "recordId": str(customer.pk)}
    answer = api.post("couplings", wanted | {"integrationRecordId": str(account)})
    made = answer.json()
    assert (answer.status_code, made["state"], made["recordId"]) == (201, "Coupled", str(customer.pk))
    found = f"integrationTableMapping eq 'CUSTOMER' and recordId eq {customer.pk} and state eq 'Coupled'"
    (row,) = api.rows(f"couplings?$filter={found}&$select=id,integrationRecordId")
    assert row == {"id": made["id"], "integrationRecordId": str(account)}
    place = answer["Location"]
    asked = api.post(f"{place}/Dynamics.synchronizeNow", {"direction": "ToIntegrationTable"})
    assert (asked.status_code, asked["Retry-After"]) == (202, "2")
    assert api.get(asked["Location"]).json()["status"] == "Ready"
    stage.work()
    told = api.get(asked["Location"]).json()
    assert (told["status"], told["recordsDone"], told["recordsFailed"]) == ("Finished", 1, 0)
    assert stage.read(account).values["telephone1"] == "1"
    assert api.delete(place).status_code == 204
    assert error_of(api.get(place)) == (404, "Internal_RecordNotFound")


def test_a_coupling_is_deleted_by_who_read_it_as_it_is(stage: Stage, api: Caller) -> None:
    customer, _account, place = coupled(stage, name="Alfreds")
    read = api.get(place)
    tag = read["ETag"]
    assert (read.json()["@odata.etag"], api.get(place)["ETag"]) == (tag, tag)
    assert error_of(api.send("DELETE", place)) == (400, "BadRequest_InvalidToken")
    stage.change(customer, phone_no="2")
    stage.synchronize()
    assert error_of(api.delete(place, etag=tag)) == (409, "Request_EntityChanged")
    assert api.delete(place, etag=api.get(place)["ETag"]).status_code == 204
    assert not Coupling.objects.exists()


def test_what_was_coupled_anew_at_the_same_moment_stays_coupled(
    stage: Stage, api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, _account, place = coupled(stage, name="Alfreds")
    other = stage.account(name="Alfreds too")
    chosen_ids = on_records.coupling_ids

    def meanwhile(*chosen: Any) -> Any:
        couple(mapping_name="CUSTOMER", erp_id=customer.pk, crm_id=other)
        return chosen_ids(*chosen)

    monkeypatch.setattr(on_records, "coupling_ids", meanwhile)
    assert error_of(api.delete(place)) == (409, "nothing_coupled")
    assert Coupling.objects.get().crm_id == other


def test_a_coupling_that_changes_before_it_is_deleted_stays(stage: Stage, api: Caller) -> None:
    customer, _account, _place = coupled(stage, name="Alfreds")
    coupling = stage.coupling(customer)
    shown = version_of(coupling)
    Coupling.objects.update(last_synch_at=now())
    with pytest.raises(CouplingRefused, match="coupling_changed_meanwhile"):
        uncouple(coupling_ids=[coupling.pk], expected={coupling.pk: shown})
    assert Coupling.objects.exists()


def test_a_dry_run_tells_what_would_be_written_and_writes_nothing(stage: Stage, api: Caller) -> None:
    customer, account, place = coupled(stage, name="Alfreds", phone_no="1", city="Berlin")
    stage.change(customer, phone_no="2")
    stage.change_account(account, address1_city="Bern")
    jobs = Job.objects.count()
    plan = api.post(f"{place}/Dynamics.synchronizeNow", {"dryRun": True}).json()
    assert plan["changes"] == [
        {"writtenTo": "ERP", "field": "city", "oldValue": "Berlin", "newValue": "Bern"},
        {"writtenTo": "CRM", "field": "telephone1", "oldValue": "1", "newValue": "2"},
    ]
    assert (plan["action"], plan["conflicts"], plan["problems"]) == ("Modify", [], [])
    assert (Job.objects.count(), stage.read(account).values["telephone1"]) == (jobs, "1")


def test_a_dry_run_names_what_changed_on_both_sides(stage: Stage, api: Caller) -> None:
    customer, account, place = coupled(stage, name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3")
    plan = api.post(f"{place}/Dynamics.synchronizeNow", {"dryRun": True}).json()
    assert plan["conflicts"] == [
        {
            "field": "phone_no",
            "integrationTableField": "telephone1",
            "value": "2",
            "integrationTableValue": "3",
        }
    ]
    decided = {"dryRun": True, "direction": "FromIntegrationTable"}
    (change,) = api.post(f"{place}/Dynamics.synchronizeNow", decided).json()["changes"]
    assert change == {"writtenTo": "ERP", "field": "phone_no", "oldValue": "2", "newValue": "3"}


def test_what_changed_since_the_dry_run_is_left_alone(stage: Stage, api: Caller) -> None:
    customer, account, place = coupled(stage, name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    plan = api.post(f"{place}/Dynamics.synchronizeNow", {"dryRun": True}).json()
    stage.change(customer, phone_no="3")
    shown = {name: plan[name] for name in ("recordVersion", "integrationRecordVersion")}
    asked = api.post(f"{place}/Dynamics.synchronizeNow", shown)
    run_job(UUID(asked.json()["id"]))
    assert api.get(asked["Location"]).json()["recordsFailed"] == 1
    assert stage.read(account).values["telephone1"] == "1"


def test_a_refusal_has_its_code_and_its_sentence(stage: Stage, api: Caller) -> None:
    _customer, account, place = coupled(stage, name="Alfreds")
    other = stage.customer(name="Berglunds")
    wanted = {"integrationTableMapping": "CUSTOMER", "recordId": str(other.pk)}
    taken = api.post("couplings", wanted | {"integrationRecordId": str(account)})
    assert error_of(taken) == (409, "crm_record_already_coupled")
    assert taken.json()["error"]["message"].startswith("Alfreds is already coupled to ")
    nobody = api.post("couplings", wanted | {"integrationRecordId": str(uuid4())})
    assert error_of(nobody) == (404, "record_not_found")
    IntegrationTableMapping.objects.filter(name="CUSTOMER").update(direction="to_integration_table")
    other_way = {"direction": "FromIntegrationTable"}
    found = [
        error_of(api.post(f"{place}/Dynamics.synchronizeNow", other_way | more))
        for more in ({}, {"dryRun": True})
    ]
    assert found == [(400, "direction_not_allowed")] * 2


def test_while_the_connection_is_off_a_dry_run_says_so(stage: Stage, api: Caller) -> None:
    _customer, _account, place = coupled(stage, name="Alfreds")
    ConnectionSetup.objects.update(is_enabled=False)
    answer = api.post(f"{place}/Dynamics.synchronizeNow", {"dryRun": True})
    assert answer.status_code == 409, answer.content


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "BadRequest_RequiredParamNotProvided"),
        ({"integrationTableMapping": "NOWHERE"}, "unknown_mapping"),
        ({"recordId": "7"}, "Application_InvalidGUID"),
        ({"recordId": None}, "BadRequest_RequiredParamNotProvided"),
        ({"synchronize": "Perhaps"}, "Application_EvaluateException"),
        ({"shoeSize": 7}, "BadRequest"),
    ],
)
def test_what_cannot_be_coupled_is_refused(api: Caller, body: Any, code: str) -> None:
    whole = {
        "integrationTableMapping": "CUSTOMER",
        "recordId": str(uuid4()),
        "integrationRecordId": str(uuid4()),
    }
    assert error_of(api.post("couplings", whole | body if body else {})) == (400, code)


@pytest.mark.parametrize(
    "body",
    [
        {"direction": "Bidirectional"},
        {"direction": 1},
        {"dryRun": "yes"},
        {"recordVersion": 1},
        "[]",
        "{",
        {"x": 1},
    ],
)
def test_a_synchronization_that_is_not_understood_is_not_begun(stage: Stage, api: Caller, body: Any) -> None:
    _customer, _account, place = coupled(stage, name="Alfreds")
    jobs = Job.objects.count()
    assert api.post(f"{place}/Dynamics.synchronizeNow", body).status_code == 400
    assert Job.objects.count() == jobs


def test_who_may_only_look_changes_nothing(stage: Stage, caller: Callable[[str], Caller]) -> None:
    _customer, _account, place = coupled(stage, name="Alfreds")
    viewer = caller(VIEWER)
    answers = [
        viewer.get(place),
        viewer.post("couplings", {}),
        viewer.post(f"{place}/Dynamics.synchronizeNow", {"dryRun": True}),
        viewer.delete(place),
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 403, 403]
    assert Coupling.objects.count() == 1
