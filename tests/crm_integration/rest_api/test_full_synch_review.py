"""Other software reads the Full Synch. Review; an administrator's starts it, runs lines again, resets it."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_integration.models import ConnectionSetup, FullSynchReviewLine
from erp.admin.roles import ADMINISTRATOR, API_CLIENT
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
REVIEW = "fullSynchReview"


def line_of(review: Any, name: str) -> Any:
    (found,) = [line for line in review["lines"] if line["integrationTableMapping"] == name]
    return found


def test_a_full_synchronization_is_started_followed_and_ends_in_step(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    administrator = caller(ADMINISTRATOR)
    stage.customer(name="Alfreds")
    reset = administrator.post(f"{REVIEW}/Dynamics.reset")
    assert (reset.status_code, reset.json()["status"]) == (200, "NotStarted")
    customers = line_of(reset.json(), "CUSTOMER")
    assert "SALESPEOPLE" in customers["dependencies"]
    assert (customers["recommendation"], customers["jobStatus"]) == ("FullSynchronization", "_x0020_")
    started = administrator.post(f"{REVIEW}/Dynamics.start")
    assert (started.status_code, started.json()["status"]) == (202, "Running")
    assert started.json()["requestedBy"] == "administrator"
    assert error_of(administrator.post(f"{REVIEW}/Dynamics.reset")) == (409, "full_synch_is_running")
    stage.work_with_review()
    told = administrator.get(started["Location"]).json()
    customers = line_of(told, "CUSTOMER")
    assert (told["status"], customers["jobStatus"]) == ("InStep", "Finished")
    assert (customers["toIntegrationJobStatus"], customers["recordsDone"]) == ("Success", 1)
    job = administrator.get(f"synchronizationJobs({customers['toIntegrationJobId']})").json()
    assert job["inserted"] == 1


def test_one_line_is_run_again_or_all_are_stopped(stage: Stage, caller: Callable[[str], Caller]) -> None:
    administrator, customer = caller(ADMINISTRATOR), {"integrationTableMapping": "CUSTOMER"}
    stage.customer(name="Alfreds")
    administrator.post(f"{REVIEW}/Dynamics.reset")
    recommended = administrator.post(f"{REVIEW}/Dynamics.recommendFullSynchronization", customer)
    assert line_of(recommended.json(), "CUSTOMER")["fullSynchronizationByChoice"] is True
    undone = customer | {"wanted": False}
    administrator.post(f"{REVIEW}/Dynamics.recommendFullSynchronization", undone)
    assert not FullSynchReviewLine.objects.get(mapping="CUSTOMER").is_full_by_choice
    again = administrator.post(f"{REVIEW}/Dynamics.restart", customer)
    assert (again.status_code, line_of(again.json(), "CUSTOMER")["jobStatus"]) == (202, "Ready")
    assert administrator.post(f"{REVIEW}/Dynamics.stop").status_code in (200, 202)
    assert error_of(administrator.post(f"{REVIEW}/Dynamics.stop")) == (409, "full_synch_is_not_running")


def test_what_cannot_be_run_is_refused(stage: Stage, caller: Callable[[str], Caller]) -> None:
    administrator = caller(ADMINISTRATOR)
    restart = f"{REVIEW}/Dynamics.restart"
    nowhere = {"integrationTableMapping": "NOWHERE"}
    assert error_of(administrator.post(restart)) == (400, "BadRequest_RequiredParamNotProvided")
    assert error_of(administrator.post(restart, nowhere)) == (400, "unknown_mapping")
    assert error_of(administrator.get(f"{REVIEW}?$filter=x eq 1")) == (400, "BadRequest_InvalidRequestUrl")
    software = caller(API_CLIENT)
    assert software.post(f"{REVIEW}/Dynamics.start").status_code == 403
    assert software.get(REVIEW).status_code == 200
    ConnectionSetup.objects.update(is_enabled=False)
    assert error_of(administrator.post(f"{REVIEW}/Dynamics.start")) == (409, "connection_is_off")
