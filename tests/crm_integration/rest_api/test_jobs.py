"""Other software follows and stops work in the background."""

import pytest
from django.contrib.auth.models import User

from crm_integration.job_queue import enqueue
from crm_integration.models import Job
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SELECTED = {"mapping": "CUSTOMER", "scope": "selected"}


def in_pages(api: Caller, path: str) -> list[dict[str, str]]:
    """The jobs, two at a time."""
    page = api.get(path, Prefer="odata.maxpagesize=2").json()
    behind: list[dict[str, str]] = api.get(page["@odata.nextLink"]).json()["value"]
    return [*page["value"], *behind]


def test_the_newest_jobs_come_first_each_with_its_mapping(stage: Stage, api: Caller) -> None:
    jobs = [enqueue(kind="synchronize", arguments=SELECTED, total=number) for number in (1, 2, 3)]
    ids = [str(job.pk) for job in reversed(jobs)]
    found = in_pages(api, "jobs")
    assert [(row["id"], row["integrationTableMapping"]) for row in found] == [(id, "CUSTOMER") for id in ids]


def test_jobs_that_nobody_asked_for_are_listed_by_who_asked_too(stage: Stage, api: Caller) -> None:
    user = User.objects.get(username="api-client")
    for who in (user, None, None):
        enqueue(kind="retention", requested_by=who)
    found = [row["requestedBy"] for row in in_pages(api, "jobs?$orderby=requestedBy")]
    assert found == ["", "", "api-client"]


def test_a_job_of_ones_own_is_stopped_and_another_is_not(stage: Stage, api: Caller) -> None:
    mine = enqueue(
        kind="synchronize", arguments=SELECTED, requested_by=User.objects.get(username="api-client")
    )
    other = enqueue(kind="retention")
    answers = [api.post(f"jobs({job.pk})/Dynamics.stop") for job in (mine, other, mine)]
    assert [answer.status_code for answer in answers] == [204, 403, 409]
    assert error_of(answers[2]) == (409, "job_has_ended")
    assert api.get(f"jobs({mine.pk})").json()["status"] == "Canceled"
    assert Job.objects.get(pk=other.pk).status == Job.Status.READY
