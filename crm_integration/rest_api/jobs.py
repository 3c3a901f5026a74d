"""``jobs``: work that goes on in the background, how far it is and what came of it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.action import Outcome
from crm_integration.actions.permissions import VIEW_JOBS
from crm_integration.models import Job
from crm_integration.rest_api import options
from crm_integration.rest_api.resource import Resource, nullable
from crm_integration.rest_api.resource_views import ResourceView
from crm_integration.sentences import sentence
from erp.rest_api.entity import calculated, joined
from erp.rest_api.kinds import BOOLEAN, ID, INTEGER, MOMENT, TEXT
from erp.rest_api.openapi.described import Answer
from odata.errors import ODataError
from odata.keyset import Key

RETRY_AFTER_SECONDS: Final = 2
# Null as long as nobody knows how many there are.
COUNT: Final = replace(INTEGER, to_json=lambda number: number, schema={**INTEGER.schema, "nullable": True})


def _messages(ids: Collection[Any]) -> Mapping[Any, str]:
    found = Job.objects.filter(id__in=ids).values_list("id", "message_code", "message_params")
    return {id: sentence(code, {"cure": "", **params}) for id, code, params in found}


def _mapping_names(ids: Collection[Any]) -> Mapping[Any, str]:
    found = Job.objects.filter(id__in=ids).values_list("id", "arguments")
    return {id: str(arguments.get("mapping", "")) for id, arguments in found}


JOBS: Final = Resource(
    name="jobs",
    singular="job",
    permission=VIEW_JOBS,
    records=Job.objects.all,
    order=(Key("created_at", descending=True, nullable=False),),
    declared=(
        joined("id", "id", kind=ID),
        joined("kind", "kind"),
        calculated("integrationTableMapping", _mapping_names, kind=TEXT),
        joined("status", "status", kind=options.JOB_STATUS),
        joined("stopping", "cancel_requested", kind=BOOLEAN),
        joined("recordsDone", "done", kind=INTEGER),
        nullable("recordsTotal", "total", kind=COUNT),
        joined("recordsFailed", "failed_records", kind=INTEGER),
        calculated("message", _messages, kind=TEXT),
        nullable("requestedBy", "requested_by__username", kind=TEXT),
        joined("createdDateTime", "created_at", kind=MOMENT),
        nullable("startedDateTime", "started_at"),
        nullable("finishedDateTime", "finished_at"),
    ),
)

GOES_ON: Final = Answer(
    description="The work goes on in the background; this is its job.",
    schema=JOBS.singular,
    headers={
        "Location": "Where the job is read.",
        "Retry-After": "The seconds after which it is worth looking.",
    },
)


class JobAnswerView(ResourceView):
    """An action whose work goes on in the background answers 202 with the job and where it is read."""

    http_method_names = ["post"]

    def accepted(self, request: Request, outcome: Outcome) -> Response:
        """Raises ODataError where nothing was left to do."""
        if outcome.job_id is None:
            raise ODataError(409, outcome.code, sentence(outcome.code, outcome.params))
        body = self.one(request, JOBS, outcome.job_id) | {"message": sentence(outcome.code, outcome.params)}
        answer = Response(body, status=202)
        answer["Location"] = self.address(request, f"jobs({outcome.job_id})")
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer
