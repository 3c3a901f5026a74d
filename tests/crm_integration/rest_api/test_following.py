"""Other software follows what the integration does by itself, and takes a hand in it."""

from collections.abc import Callable

import pytest

from crm_integration.models import SynchProblem
from erp.admin.roles import ADMINISTRATOR, API_CLIENT
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ENTRIES = "jobQueueEntries?$select=code,status&$filter=integrationTableMapping eq 'CUSTOMER'"


def conflict(stage: Stage) -> None:
    customer, account = stage.pair(name="Alfreds", phone_no="1")
    stage.change(customer, phone_no="2")
    stage.change_account(account, telephone1="3")
    stage.synchronize()


def test_a_recurring_job_is_held_resumed_and_run_by_an_administrator(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    (entry,) = administrator.rows(ENTRIES)
    place = f"jobQueueEntries('{entry['code']}')"
    found = []
    for action in ("hold", "resume"):
        assert administrator.post(f"{place}/Dynamics.{action}").status_code == 204
        found.append(administrator.get(place).json()["status"])
    assert found == ["OnHold", "Ready"]
    asked = administrator.post(f"{place}/Dynamics.runNow")
    assert (asked.status_code, asked.json()["requestedBy"]) == (202, "administrator")
    stage.work()
    assert administrator.get(asked["Location"]).json()["status"] == "Finished"
    assert caller(API_CLIENT).post(f"{place}/Dynamics.hold").status_code == 403
    assert error_of(administrator.post("jobQueueEntries('NONE')/Dynamics.hold")) == (
        404,
        "Internal_RecordNotFound",
    )


def test_a_run_tells_what_it_did_and_what_it_could_not(stage: Stage, api: Caller) -> None:
    conflict(stage)
    wanted = "$filter=integrationTableMapping eq 'CUSTOMER' and failed gt 0"
    job = api.rows(f"synchronizationJobs?{wanted}")[0]
    assert (job["type"], job["failed"]) == ("Synchronization", 1)
    (error,) = api.rows(f"synchronizationJobs({job['id']})/synchronizationErrors")
    problem = SynchProblem.objects.get()
    assert (error["code"], error["recordId"]) == (problem.code, str(problem.erp_id))
    assert error["message"]


def test_what_is_not_in_step_is_told_with_its_reason_and_tried_again(stage: Stage, api: Caller) -> None:
    conflict(stage)
    (problem,) = api.rows("coupledDataSynchronizationErrors?$filter=cure eq 'Conflict' and skipped eq false")
    assert (problem["integrationTableMapping"], problem["numberOfTimes"]) == ("CUSTOMER", 1)
    assert problem["message"]
    place = f"coupledDataSynchronizationErrors({problem['id']})"
    assert api.post(f"{place}/Dynamics.retry").status_code == 204
    assert SynchProblem.objects.get().is_due


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("coupledDataSynchronizationErrors(x)", 400),
        ("coupledDataSynchronizationErrors(999999999999999999)", 404),
        ("coupledDataSynchronizationErrors(9999999999999999999999)", 400),
        ("synchronizationJobs(x)/synchronizationErrors", 400),
        ("jobQueueEntries(CUSTOMER)", 400),
        ("synchronizationJobs?$orderby=message", 400),
    ],
)
def test_a_path_that_leads_nowhere_is_no_failure_of_ours(api: Caller, path: str, status: int) -> None:
    assert api.get(path).status_code == status
