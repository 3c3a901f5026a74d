"""``fullSynchReview``: how the full synchronization stands, and a line per mapping in dependency order."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.action import Outcome
from crm_integration.actions.on_review import (
    RECOMMEND_FULL,
    RESET_REVIEW,
    RESTART_LINE,
    START_FULL_SYNCH,
    STOP_FULL_SYNCH,
)
from crm_integration.actions.permissions import VIEW_REVIEW
from crm_integration.full_synch.review import Review, ReviewLine, review
from crm_integration.rest_api import options
from crm_integration.rest_api.bound_actions import BoundAction, BoundActionView, Given, Subjects
from crm_integration.rest_api.integration_view import IntegrationView
from crm_integration.rest_api.jobs import COUNT, GOES_ON, RETRY_AFTER_SECONDS
from crm_integration.rest_api.lists_of_text import TEXTS
from crm_integration.rest_api.resource import DeclaredResource, nullable
from crm_integration.sentences import sentence
from erp.rest_api.entity import joined
from erp.rest_api.kinds import BOOLEAN, ID, INTEGER, TEXT
from erp.rest_api.openapi.described import Answer, Described, Schemas, reference
from erp.rest_api.openapi.refusals import READING
from erp.rest_api.openapi.schemas import record_schema
from erp.rest_api.rows import json_values
from odata.query import parse_query_options

LINE: Final = DeclaredResource(
    name="fullSynchReviewLines",
    singular="fullSynchReviewLine",
    permission=VIEW_REVIEW,
    declared=(
        joined("integrationTableMapping", "name"),
        joined("direction", "direction", kind=options.DIRECTION),
        joined("dependencies", "depends_on", kind=TEXTS),
        joined("recommendation", "recommendation", kind=options.RECOMMENDATION),
        joined("fullSynchronizationByChoice", "is_full_by_choice", kind=BOOLEAN),
        joined("jobStatus", "status", kind=options.REVIEW_STATUS),
        joined("toIntegrationJobStatus", "to_integration_status", kind=options.SYNCH_JOB_STATUS_OR_NONE),
        joined("fromIntegrationJobStatus", "from_integration_status", kind=options.SYNCH_JOB_STATUS_OR_NONE),
        joined("recordsDone", "done", kind=INTEGER),
        joined("recordsTotal", "total", kind=COUNT),
        joined("recordsFailed", "failed_records", kind=INTEGER),
        joined("code", "message_code"),
        joined("message", "message"),
        nullable("startedDateTime", "started_at"),
        nullable("finishedDateTime", "finished_at"),
        nullable("jobId", "job_id", kind=ID),
        nullable("toIntegrationJobId", "to_integration_job_id", kind=ID),
        nullable("fromIntegrationJobId", "from_integration_job_id", kind=ID),
    ),
)
FULL_SYNCH_REVIEW: Final = DeclaredResource(
    name="fullSynchReview",
    singular="fullSynchReview",
    permission=VIEW_REVIEW,
    declared=(
        joined("status", "status", kind=options.RUN_STATUS),
        nullable("runId", "run_id", kind=ID),
        nullable("startedDateTime", "started_at"),
        joined("requestedBy", "requested_by"),
        joined("recordsDone", "done", kind=INTEGER),
        joined("recordsTotal", "total", kind=INTEGER),
        joined("recordsFailed", "failed_records", kind=INTEGER),
        joined("secondsLeft", "seconds_left", kind=COUNT),
    ),
)


_LINES: Final = {"type": "array", "items": reference(LINE.singular)}
_REVIEW: Final = record_schema(FULL_SYNCH_REVIEW.declared)
SCHEMAS: Final[Schemas] = {
    FULL_SYNCH_REVIEW.singular: {**_REVIEW, "properties": {**_REVIEW["properties"], "lines": _LINES}},
    LINE.singular: record_schema(LINE.declared),
}


def review_json(now: Review) -> dict[str, Any]:
    row = {name: getattr(now, name) for name in _paths(FULL_SYNCH_REVIEW) - {"status"}}
    told = json_values([{"": "", **row, "status": _status(now)}], list(FULL_SYNCH_REVIEW.declared), key="")
    lines = [_line(line) for line in now.lines]
    return {**told[0], "lines": json_values(lines, list(LINE.declared), key="name")}


def _line(line: ReviewLine) -> dict[str, Any]:
    message = sentence(line.message_code, {"mapping": line.name, **line.message_params})
    return {"message": message} | {name: getattr(line, name) for name in _paths(LINE) - {"message"}}


def _paths(resource: DeclaredResource) -> set[str]:
    return {one.path for one in resource.declared}


def _status(now: Review) -> str:
    """The run in one word, as the page has it."""
    if now.is_running:
        return "running"
    if not any(line.started_at for line in now.lines):
        return "not_started"
    return "in_step" if now.is_in_step else "ended_with_errors"


class FullSynchReviewView(IntegrationView):
    http_method_names = ["get", "head"]

    def permission_for(self, method: str) -> str | None:
        return VIEW_REVIEW

    def described(self, method: str) -> Described:
        return Described(
            name="getFullSynchReview",
            summary="Read the full synch. review",
            tag=FULL_SYNCH_REVIEW.name,
            answers={200: Answer(description="The run and its lines.", schema=FULL_SYNCH_REVIEW.singular)},
            schemas=SCHEMAS,
            refusals=READING,
        )

    def get(self, request: Request) -> Response:
        parse_query_options(list(request.query_params.items()), allowed=frozenset())
        context = self.context(request, FULL_SYNCH_REVIEW.name)
        return Response({"@odata.context": context, **review_json(review(timezone.now()))})


class ReviewActionView(BoundActionView):
    """Answers with the review as it is then: 202 and where it is read while a run is going on."""

    def described(self, method: str) -> Described:
        name = FULL_SYNCH_REVIEW.singular
        going_on = replace(GOES_ON, description="A run is going on; this is the review.", schema=name)
        return self.described_as(
            {200: Answer(description="The review; no run is going on.", schema=name), 202: going_on}, SCHEMAS
        )

    def answer(self, request: Request, outcome: Outcome, chosen: Subjects) -> Response:
        now = review(timezone.now())
        context = self.context(request, FULL_SYNCH_REVIEW.name)
        body = {"@odata.context": context, **review_json(now)}
        if not now.is_running:
            return Response(body)
        answer = Response(body, status=202)
        answer["Location"] = self.address(request, FULL_SYNCH_REVIEW.name)
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer


def _of_run(_key: str, _given: Given) -> Subjects:
    return Subjects()


def _of_line(_key: str, given: Given) -> Subjects:
    is_wanted = given.get("wanted", True)
    return Subjects(mapping=given["integrationTableMapping"], inputs={"is_wanted": "1" if is_wanted else "0"})


def _bound(name: str, action: Any, subjects: Callable[[str, Given], Subjects], **more: Any) -> BoundAction:
    return BoundAction(
        resource=FULL_SYNCH_REVIEW, name=name, action=action, subjects=subjects, is_of_set=True, **more
    )


OF_LINE: Final[Mapping[str, Any]] = {"integrationTableMapping": TEXT}
ON_REVIEW: Final = (
    _bound("start", START_FULL_SYNCH, _of_run),
    _bound("stop", STOP_FULL_SYNCH, _of_run),
    _bound("reset", RESET_REVIEW, _of_run),
    _bound("restart", RESTART_LINE, _of_line, parameters=OF_LINE, required=tuple(OF_LINE)),
    _bound(
        "recommendFullSynchronization",
        RECOMMEND_FULL,
        _of_line,
        parameters={**OF_LINE, "wanted": BOOLEAN},
        required=tuple(OF_LINE),
    ),
)
