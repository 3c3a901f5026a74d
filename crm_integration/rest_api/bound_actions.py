"""Actions on a record or on a set: what they take, whom they are done with, what they answer."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.action import Action, Level, Outcome
from crm_integration.rest_api import resource_operations
from crm_integration.rest_api.chosen_ids import IDS
from crm_integration.rest_api.given_values import given_values
from crm_integration.rest_api.integration_view import refused_outcome
from crm_integration.rest_api.jobs import GOES_ON, JOBS, JobAnswerView
from crm_integration.rest_api.resource import DeclaredResource, Resource
from crm_integration.rest_api.resource_views import missing
from crm_integration.sentences import sentence
from erp.rest_api.kinds import Kind
from erp.rest_api.openapi.described import Answer, Described, Schemas

Given = Mapping[str, Any]
OUTCOME: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["@odata.context", "code", "message", "level"],
    "properties": {
        "@odata.context": {"type": "string"},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "level": {"type": "string", "enum": [level.value.capitalize() for level in Level]},
        "recordId": {"type": "string", "format": "uuid", "description": "The record that it is about."},
        "number": {"type": "string", "description": "The number of that record."},
    },
}


@dataclass(frozen=True)
class Subjects:
    """Whom an action is done with and what was entered, as ``perform`` takes them."""

    ids: tuple[Any, ...] = ()
    mapping: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class BoundAction:
    """``POST …/jobQueueEntries('CUSTOMER')/Dynamics.runNow``.

    ``subjects`` reads the record's key in the path (blank for a whole set) and the parameters of the body;
    it raises ODataError. ``goes_on``: it is done in the background only. ``tells``: what came of it is
    answered with 200, where 204 would say too little. ``explains``: what else there is to say of the records
    where it failed.
    """

    resource: DeclaredResource
    name: str
    action: Action
    subjects: Callable[[str, Given], Subjects]
    is_of_set: bool = False
    parameters: Mapping[str, Kind] = field(default_factory=dict)
    required: Collection[str] = ()
    tells: bool = False
    goes_on: bool = False
    explains: Callable[[tuple[Any, ...]], Mapping[str, Any]] = lambda _ids: {}


def on_one(resource: DeclaredResource, mapping: str = "") -> Callable[[str, Given], Subjects]:
    """The record in the path."""
    return lambda key, _given: Subjects((resource.read_id(key),), mapping)


def on_many(mapping: str = "") -> Callable[[str, Given], Subjects]:
    """The records that the body chooses by their ``ids``."""
    return lambda _key, given: Subjects(given["ids"], mapping)


def for_one(resource: DeclaredResource, name: str, action: Action, mapping: str = "") -> BoundAction:
    """An action without parameters on the record in the path."""
    return BoundAction(resource=resource, name=name, action=action, subjects=on_one(resource, mapping))


def for_one_and_many(
    resource: DeclaredResource, mapping: str = "", *, ids: Kind = IDS, **shared: Any
) -> tuple[BoundAction, BoundAction]:
    """The same action on the record in the path, and on those that the body chooses."""
    many: dict[str, Any] = {"is_of_set": True, "parameters": {"ids": ids}, "required": ("ids",)}
    return (
        BoundAction(resource=resource, subjects=on_one(resource, mapping), **shared),
        BoundAction(resource=resource, subjects=on_many(mapping), **many, **shared),
    )


def refuse_missing(resource: Resource, key: str) -> None:
    """Raises ODataError where the record in the path is not there."""
    record_id = resource.read_id(key)
    if not resource.records().filter(id=record_id).exists():
        raise missing(resource, record_id)


class BoundActionView(JobAnswerView):
    """Answers 202 where the work goes on, 200 with what came of it, or 204."""

    bound: ClassVar[BoundAction]

    def described(self, method: str) -> Described:
        told = {200: Answer(description="What came of it.", schema="actionOutcome")}
        if self.bound.goes_on:
            return self.described_as({202: GOES_ON}, resource_operations.resource_schemas(JOBS))
        done = told if self.bound.tells else {204: Answer(description="It is done.")}
        schemas = {"actionOutcome": dict(OUTCOME), **resource_operations.resource_schemas(JOBS)}
        return self.described_as({**done, 202: GOES_ON}, schemas)

    def described_as(self, answers: Mapping[int, Answer], schemas: Schemas) -> Described:
        bound = self.bound
        given: dict[str, Any] = {
            "given": bound.parameters,
            "required": bound.required,
            "is_of_set": bound.is_of_set,
        }
        return resource_operations.done(bound.resource, bound.name, answers, schemas, **given)

    def permission_for(self, method: str) -> str | None:
        return self.bound.action.permission

    def post(self, request: Request, **path: str) -> Response:
        bound = self.bound
        body = self.body(request) if request.stream is not None else {}
        given = given_values(body, bound.parameters, required=bound.required)
        if isinstance(bound.resource, Resource) and not bound.is_of_set:
            refuse_missing(bound.resource, path["record_id"])
        return self.act(request, path.get("record_id", ""), given)

    def act(self, request: Request, key: str, given: Given) -> Response:
        """``key`` is that of the record in the path, blank for a whole set. Raises ODataError."""
        chosen = self.bound.subjects(key, given)
        outcome = self.perform(
            self.bound.action, mapping=chosen.mapping, ids=chosen.ids, inputs=chosen.inputs
        )
        return self.answer(request, outcome, chosen)

    def answer(self, request: Request, outcome: Outcome, chosen: Subjects) -> Response:
        """Raises ODataError for what could not be done, or where nothing was left to do."""
        if outcome.level is Level.ERROR:
            raise refused_outcome(outcome, self.bound.explains(chosen.ids))
        if outcome.job_id or self.bound.goes_on:
            return self.accepted(request, outcome)
        return Response(self._told(request, outcome)) if self.bound.tells else Response(status=204)

    def _told(self, request: Request, outcome: Outcome) -> dict[str, Any]:
        known = {"recordId": outcome.params.get("erp_id"), "number": outcome.params.get("no")}
        return {
            "@odata.context": self.context(request, "actionOutcome"),
            "code": outcome.code,
            "message": sentence(outcome.code, outcome.params),
            "level": outcome.level.value.capitalize(),
            **{name: value for name, value in known.items() if value},
        }
