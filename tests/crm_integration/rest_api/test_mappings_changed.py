"""Other software finds and creates records on either side; an administrator's changes mappings."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from crm_integration.models import Coupling, IntegrationTableMapping
from erp.admin.roles import ADMINISTRATOR, API_CLIENT
from erp.models import Customer
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CUSTOMER = "integrationTableMappings('CUSTOMER')"


def test_a_mapping_is_changed_by_who_read_it_and_put_back(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    read = administrator.get(CUSTOMER)
    change = {
        "direction": "ToIntegrationTable",
        "synchOnlyCoupledRecords": True,
        "tableFilter": {"all": [{"field": "city", "operator": "eq", "value": "Berlin"}]},
        "updateConflictResolution": "SendUpdate",
        "enabled": False,
    }
    changed = administrator.patch(CUSTOMER, change, etag=read["ETag"])
    assert changed.status_code == 200, changed.content
    assert {name: changed.json()[name] for name in change} == change
    stale = administrator.patch(CUSTOMER, change, etag=read["ETag"])
    assert error_of(stale) == (409, "Request_EntityChanged")
    assert error_of(administrator.send("PATCH", CUSTOMER, change)) == (400, "BadRequest_InvalidToken")
    restored = administrator.post(f"{CUSTOMER}/Dynamics.restoreDefaults")
    assert restored.json()["code"] == "mapping_restored"
    whole = administrator.get(CUSTOMER).json()
    for name in ("direction", "tableFilter", "synchOnlyCoupledRecords"):
        assert whole[name] == read.json()[name]


def test_a_mapping_that_could_not_be_used_is_not_saved(stage: Stage, caller: Callable[[str], Caller]) -> None:
    administrator = caller(ADMINISTRATOR)
    asked = [
        {"tableFilter": {"all": [{"field": "shoe_size", "operator": "eq", "value": 1}]}},
        {"tableFilter": {"none": []}},
        {"tableFilter": "city"},
        {"direction": "Sideways"},
        {"name": "OTHER"},
    ]
    before = IntegrationTableMapping.objects.get(name="CUSTOMER").row_version
    answers = [administrator.patch(CUSTOMER, change) for change in asked]
    assert [answer.status_code for answer in answers] == [400] * len(asked)
    assert answers[0].json()["error"]["problems"][0]["message"]
    assert IntegrationTableMapping.objects.get(name="CUSTOMER").row_version == before
    assert caller(API_CLIENT).patch(CUSTOMER, {"enabled": False}).status_code == 403


def test_records_are_created_on_the_other_side_in_both_directions(stage: Stage, api: Caller) -> None:
    customer, account = stage.customer(name="Alfreds"), stage.account(name="Zeta Trading", customertypecode=3)
    (found,) = api.rows(f"{CUSTOMER}/crmRecords?search=Zeta")
    assert (found["id"], found["name"], found["coupled"]) == (str(account), "Zeta Trading", False)
    there = api.post(f"{CUSTOMER}/Dynamics.createInCrm", {"ids": [str(customer.pk)]})
    here = api.post(f"{CUSTOMER}/Dynamics.createInErp", {"ids": [str(account)]})
    assert (there.status_code, here.status_code) == (202, 202)
    stage.work()
    assert Coupling.objects.filter(mapping="CUSTOMER").count() == 2
    made = Coupling.objects.get(crm_id=account)
    assert Customer.objects.get(pk=made.erp_id).name == "Zeta Trading"
    (found,) = api.rows(f"{CUSTOMER}/crmRecords?search=Zeta")
    assert (found["coupled"], found["recordId"]) == (True, str(made.erp_id))
    log = api.rows(f"synchronizationChanges?$filter=recordId eq {customer.pk}")
    assert [(row["writtenTo"], row["change"]) for row in log] == [("Crm", "Inserted")]
    stage.change(customer, phone_no="7")
    again = api.post(f"{CUSTOMER}/Dynamics.synchronizeNow", {"ids": [str(customer.pk)]})
    assert again.status_code == 202
    stage.work()
    written = api.rows(f"synchronizationChanges?$filter=recordId eq {customer.pk} and change eq 'Modified'")
    assert "telephone1" in written[0]["fields"]


def test_records_that_agree_are_coupled_and_all_couplings_deleted(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    customer = stage.customer(name="Zeta Trading")
    stage.account(name="Zeta Trading", customertypecode=3)
    refused = administrator.post(f"{CUSTOMER}/Dynamics.matchBasedCoupling")
    assert error_of(refused) == (400, "no_match_criteria")
    by_name = {"criteria": [{"field": "name", "priority": 1}], "synchronizeAfterCoupling": "No"}
    saved = administrator.post(f"{CUSTOMER}/Dynamics.setMatchCriteria", by_name)
    assert saved.json()["code"] == "criteria_saved"
    for criteria in ([{"field": "shoe_size"}], [], [{"field": "no", "priority": -1}], "no"):
        answer = administrator.post(f"{CUSTOMER}/Dynamics.setMatchCriteria", {"criteria": criteria})
        assert answer.status_code == 400
    asked = administrator.post(f"{CUSTOMER}/Dynamics.matchBasedCoupling")
    assert asked.status_code == 202, asked.content
    stage.work()
    assert Coupling.objects.filter(erp_id=customer.pk).exists()
    assert administrator.post(f"{CUSTOMER}/Dynamics.deleteCouplings").status_code == 202
    stage.work()
    assert not Coupling.objects.filter(mapping="CUSTOMER").exists()


def test_what_is_not_chosen_one_by_one_is_refused(stage: Stage, api: Caller) -> None:
    terms, some = "integrationTableMappings('PAYMENT TERMS')", {"ids": [str(uuid4())]}
    pair = {name: str(uuid4()) for name in ("recordId", "integrationRecordId")}
    answers = [
        api.post("couplings", {**pair, "integrationTableMapping": "PAYMENT TERMS"}),
        api.post(f"{terms}/Dynamics.createInCrm", some),
        api.get(f"{terms}/crmRecords"),
        api.post("integrationTableMappings('NOWHERE')/Dynamics.createInCrm", some),
        api.get("integrationTableMappings('NOWHERE')/crmRecords"),
        api.post(f"{CUSTOMER}/Dynamics.createInCrm"),
        api.get(f"{CUSTOMER}/crmRecords?$filter=name eq 'x'"),
    ]
    assert [error_of(answer) for answer in answers] == [
        (400, "pairs_are_not_chosen"),
        (400, "pairs_are_not_chosen"),
        (400, "pairs_are_not_chosen"),
        (404, "Internal_RecordNotFound"),
        (404, "Internal_RecordNotFound"),
        (400, "BadRequest_RequiredParamNotProvided"),
        (400, "BadRequest_InvalidRequestUrl"),
    ]


def test_what_was_deleted_on_one_side_is_restored_or_deleted_too(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    errors = "coupledDataSynchronizationErrors"
    pairs = [stage.pair(name=name) for name in ("Alfreds", "Berglunds")]
    for _customer, account in pairs:
        stage.delete_account(account)
    asked = administrator.post(f"{errors}/Dynamics.findForDeleted", {"integrationTableMapping": "CUSTOMER"})
    assert asked.status_code == 202
    stage.work()
    found = {row["recordId"]: row["id"] for row in administrator.rows(f"{errors}?$filter=cure eq 'Deleted'")}
    (kept, _), (gone, _) = pairs
    restored = administrator.post(f"{errors}({found[str(kept.pk)]})/Dynamics.restoreRecords")
    assert restored.json()["code"] == "records_restored"
    deleted = administrator.post(f"{errors}/Dynamics.deleteRecords", {"ids": [found[str(gone.pk)]]})
    assert deleted.json()["code"] == "records_deleted"
    stage.work()
    assert [row.name for row in Customer.objects.all()] == ["Alfreds"]
    assert Coupling.objects.get().state == Coupling.State.COUPLED
    assert error_of(administrator.post(f"{errors}/Dynamics.deleteRecords", {"ids": [1]}))[0] in (400, 409)
