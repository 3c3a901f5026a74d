"""Who may stop which job, and what becomes of the name of a mapping that nobody knows."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from crm_integration.actions.action import Action, Call
from crm_integration.actions.on_jobs import STOP_JOB
from crm_integration.actions.on_mappings import UNCOUPLE_MAPPING
from crm_integration.actions.on_matching import START_MATCHING
from crm_integration.actions.on_problems import FIND_FOR_DELETED
from crm_integration.actions.on_records import CREATE_IN_CRM, SYNCHRONIZE_NOW
from crm_integration.actions.perform import ActionRefused, perform
from crm_integration.job_queue import enqueue
from crm_integration.jobs.run_job import run_job
from crm_integration.models import FullSynchReviewLine, Job
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SHARED = {
    "full": ("synchronize", {"mapping": "CUSTOMER", "scope": "full"}),
    "modified": ("synchronize", {"mapping": "CUSTOMER", "scope": "modified"}),
    "retention": ("retention", {}),
    "uncouple": ("uncouple", {"mapping": "CUSTOMER"}),
}


def stop(stage: Stage, role: str, job_id: object) -> str:
    return perform(STOP_JOB, Call(now=timezone.now(), user=stage.user(role), ids=(job_id,))).code


@pytest.mark.parametrize("kind", SHARED)
def test_what_administrators_started_is_stopped_by_administrators(stage: Stage, kind: str) -> None:
    name, arguments = SHARED[kind]
    job = enqueue(kind=name, arguments=arguments, requested_by=stage.user(ADMINISTRATOR))
    with pytest.raises(PermissionDenied):
        stop(stage, ORDER_PROCESSOR, job.pk)
    assert stop(stage, ADMINISTRATOR, job.pk) == "job_stops"
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELED


def test_a_line_of_the_review_is_stopped_by_administrators_whoever_asked(stage: Stage) -> None:
    person = stage.user(ORDER_PROCESSOR)
    arguments = {"mapping": "CUSTOMER", "scope": "couple"}
    job = enqueue(kind="synchronize", arguments=arguments, requested_by=person)
    FullSynchReviewLine.objects.update_or_create(mapping_id="CUSTOMER", defaults={"job": job, "position": 1})
    with pytest.raises(PermissionDenied):
        stop(stage, ORDER_PROCESSOR, job.pk)


def test_an_order_processor_stops_what_they_asked_for(stage: Stage) -> None:
    arguments = {"mapping": "CUSTOMER", "scope": "selected"}
    job = enqueue(kind="synchronize", arguments=arguments, requested_by=stage.user(ORDER_PROCESSOR))
    page = stage.sign_in(ORDER_PROCESSOR).get(reverse("admin:integration_job", args=[job.pk]))
    assert page.context["may_stop"]
    assert stop(stage, ORDER_PROCESSOR, job.pk) == "job_stops"


@pytest.mark.parametrize(("is_there", "code"), [(False, "job_missing"), (True, "job_has_ended")])
def test_what_cannot_be_stopped_any_more_says_so(stage: Stage, is_there: bool, code: str) -> None:
    job = Job.objects.create(kind="retention", status=Job.Status.FINISHED)
    with pytest.raises(ActionRefused, match=code):
        stop(stage, ADMINISTRATOR, job.pk if is_there else uuid4())


@pytest.mark.parametrize(
    "action", [FIND_FOR_DELETED, UNCOUPLE_MAPPING, START_MATCHING, CREATE_IN_CRM, SYNCHRONIZE_NOW]
)
def test_a_mapping_that_nobody_knows_is_refused_before_a_job_is_made(stage: Stage, action: Action) -> None:
    call = Call(now=timezone.now(), user=stage.user(ADMINISTRATOR), mapping="PRODUCTS", ids=(uuid4(),))
    with pytest.raises(ActionRefused, match="unknown_mapping"):
        perform(action, call)
    assert not Job.objects.exists()


@pytest.mark.parametrize("mapping", ["PRODUCTS", ""])
def test_a_job_for_a_mapping_that_nobody_knows_fails_once(stage: Stage, mapping: str, caplog: Any) -> None:
    job = enqueue(kind="synchronize", arguments={"mapping": mapping, "scope": "modified"})
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.message_code) == (Job.Status.FAILED, "unknown_mapping")
    assert not caplog.records
