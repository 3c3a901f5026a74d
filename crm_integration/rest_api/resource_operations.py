"""The operations of a resource: what they take and what they answer, from its declaration."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from crm_integration.rest_api.resource import DeclaredResource, quoted_name, row_number
from erp.rest_api.entity import Property
from erp.rest_api.entity_view import guid
from erp.rest_api.kinds import Kind
from erp.rest_api.openapi import parameters
from erp.rest_api.openapi.described import Answer, Described, Parameter, Refusal, Schema, Schemas
from erp.rest_api.openapi.refusals import ACTING, READING, WRITING
from erp.rest_api.openapi.schemas import list_name, list_schema, property_schema, record_schema
from erp.rest_api.openapi.words import capital, one_of, words
from erp.rest_api.rows import ETAG

# How a record is named in a path, by what reads the name.
KEYS: Final[Mapping[Callable[[str], Any], Parameter]] = {
    guid: parameters.RECORD_ID,
    quoted_name: parameters.in_path(
        "record_id",
        "The name, in single quotation marks: 'CUSTOMER'.",
        {"type": "string", "pattern": "^'[^']*'$", "example": "'CUSTOMER'"},
        component="record_name",
    ),
    row_number: parameters.in_path(
        "record_id",
        "The number of the record.",
        {"type": "integer", "minimum": 1},
        component="record_number",
    ),
}
# The table mapping that a part of it is within.
MAPPING_IN_PATH: Final = replace(KEYS[quoted_name], component="parent_name", name="parent_id")
IN_THE_WAY: Final = Refusal(
    component="InTheWay",
    status=409,
    description="The records, the job or the connection are in a state in which this cannot be done.",
    examples={
        "already_coupled": "The record is coupled already.",
        "job_has_ended": "The job has ended already.",
        "connection_is_off": "The connection is not enabled.",
    },
)
CRM_ANSWER: Final = Refusal(
    component="CrmAnswer",
    status=502,
    description="The CRM answered what nobody expected.",
    examples={"transient": "The CRM could not answer."},
)
CRM_AWAY: Final = Refusal(
    component="CrmAway",
    status=503,
    description="The CRM cannot be reached now. Try again later.",
    examples={"transient": "The CRM cannot be reached."},
)
OF_CRM: Final = (IN_THE_WAY, CRM_ANSWER, CRM_AWAY)


def listed(resource: DeclaredResource, *, within: DeclaredResource | None = None) -> Described:
    """The list; of parts of another record, the record is in the path."""
    answer = Answer(description="A page of the records.", schema=list_name(resource.singular))
    return Described(
        name=f"list{capital(resource.name)}",
        summary=f"List {words(resource.name)}",
        tag=(within or resource).name,
        path=key_of(within or resource),
        parameters=parameters.OF_LIST,
        answers={200: answer},
        schemas=resource_schemas(resource),
        refusals=READING,
    )


def read(resource: DeclaredResource) -> Described:
    return Described(
        name=f"get{capital(resource.singular)}",
        summary=f"Read {one_of(resource.singular)}",
        tag=resource.name,
        path=key_of(resource),
        parameters=(parameters.SELECT,),
        answers={200: Answer(description="The record.", schema=resource.singular)},
        schemas=resource_schemas(resource),
        refusals=READING,
    )


def created(resource: DeclaredResource, given: Mapping[str, Kind], *, required: Collection[str]) -> Described:
    answer = Answer(
        description="The record that was made.",
        schema=resource.singular,
        headers={"Location": "Where the record is read."},
    )
    body = f"new{capital(resource.singular)}"
    return Described(
        name=f"create{capital(resource.singular)}",
        summary=f"Create {one_of(resource.singular)}",
        tag=resource.name,
        body=body,
        answers={201: answer},
        schemas={**resource_schemas(resource), body: given_schema(given, required=required)},
        refusals=(*WRITING, *OF_CRM),
    )


def deleted(resource: DeclaredResource) -> Described:
    return Described(
        name=f"delete{capital(resource.singular)}",
        summary=f"Delete {one_of(resource.singular)}",
        tag=resource.name,
        path=key_of(resource),
        answers={204: Answer(description="It is deleted.")},
        refusals=(*ACTING, *OF_CRM),
    )


def changed(resource: DeclaredResource, read_one: Described, given: Mapping[str, Kind]) -> Described:
    """``read_one`` describes what is answered."""
    body = f"{resource.singular}Change"
    return replace(
        read_one,
        name=f"change{capital(resource.singular)}",
        summary=f"Change {one_of(resource.singular)}",
        parameters=(parameters.IF_MATCH,),
        body=body,
        schemas={**read_one.schemas, body: given_schema(given)},
        refusals=(*WRITING, *OF_CRM),
    )


def with_etag(found: Described, resource: DeclaredResource) -> Described:
    """The record has a version."""
    record = found.schemas[resource.singular]
    properties = {**record["properties"], ETAG: {"type": "string", "readOnly": True}}
    return replace(found, schemas={**found.schemas, resource.singular: {**record, "properties": properties}})


def with_parameters(found: Described, given: Sequence[Parameter], refusals: Sequence[Refusal]) -> Described:
    """Instead of those that a list has."""
    return replace(found, parameters=tuple(given), refusals=tuple(refusals))


def resource_schemas(resource: DeclaredResource) -> Schemas:
    """Of a record and of their list, by name."""
    singular = resource.singular
    return {
        singular: record_schema(resource.properties.values()),
        list_name(singular): list_schema(singular),
    }


def given_schema(declared: Mapping[str, Kind], *, required: Collection[str] = ()) -> Schema:
    """Of a body that ``given_values`` reads."""
    properties = {
        name: property_schema(Property(name=name, kind=kind, path=name)) for name, kind in declared.items()
    }
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return schema | ({"required": list(required)} if required else {})


def key_of(resource: DeclaredResource) -> Mapping[str, Parameter]:
    return {"record_id": KEYS[resource.read_id]}


def done(
    resource: DeclaredResource,
    verb: str,
    answers: Mapping[int, Answer],
    schemas: Schemas,
    *,
    given: Mapping[str, Kind] | None = None,
    required: Collection[str] = (),
    is_of_set: bool = False,
) -> Described:
    """A bound action, of a record or of the whole set; ``given`` are the parameters in its body."""
    of = resource.name if is_of_set else resource.singular
    body = f"{verb}{capital(of)}Parameters" if given else ""
    bodies = {body: given_schema(given, required=required)} if given else {}
    whom = words(of) if is_of_set else one_of(of)
    return Described(
        name=f"{verb}{capital(of)}",
        summary=f"{capital(words(verb))}: {whom}",
        tag=resource.name,
        path={} if is_of_set else key_of(resource),
        body=body,
        body_required=bool(required),
        answers=answers,
        schemas={**schemas, **bodies},
        refusals=(*(WRITING if given else ACTING), *OF_CRM),
    )
