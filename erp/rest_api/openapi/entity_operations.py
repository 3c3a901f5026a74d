"""The operations of an entity set: what they take and what they answer, from its declaration."""

from typing import Any

from erp.rest_api.entity import Action, Entity
from erp.rest_api.openapi import parameters
from erp.rest_api.openapi.described import Answer, Described, Parameter
from erp.rest_api.openapi.examples import EXAMPLES
from erp.rest_api.openapi.refusals import ACTING, CHANGED, CHANGING, READING, WRITING
from erp.rest_api.openapi.schemas import entity_schemas, list_name
from erp.rest_api.openapi.words import capital, one_of, words

ETAG = {"ETag": "The version of the record."}


def listed(entity: Entity) -> Described:
    answer = Answer(description="A page of the records.", schema=list_name(entity.singular))
    return Described(
        name=f"list{capital(entity.name)}",
        summary=f"List {words(entity.name)}",
        tag=entity.name,
        parameters=(*parameters.OF_LIST, *_expand(entity)),
        answers={200: answer},
        schemas=entity_schemas(entity),
        refusals=READING,
    )


def created(entity: Entity) -> Described:
    headers = {"Location": "Where the record is read.", **ETAG}
    answer = Answer(description="The record that was made.", schema=entity.singular, headers=headers)
    return _of_one(
        entity,
        "create",
        "Create",
        {201: answer},
        parameters=(parameters.SELECT, *_expand(entity)),
        body=entity.singular,
        example=EXAMPLES.get(entity.singular),
        refusals=WRITING,
    )


def read(entity: Entity) -> Described:
    answer = Answer(description="The record.", schema=entity.singular, headers=ETAG)
    shown = (parameters.SELECT, *_expand(entity))
    return _of_one(entity, "get", "Read", {200: answer}, parameters=shown, refusals=READING)


def changed(entity: Entity) -> Described:
    answer = Answer(description="The record as it is now.", schema=entity.singular, headers=ETAG)
    return _of_one(
        entity,
        "update",
        "Change",
        {200: answer},
        parameters=(parameters.IF_MATCH, parameters.SELECT, *_expand(entity)),
        body=entity.singular,
        refusals=CHANGING,
    )


def deleted(entity: Entity) -> Described:
    gone = {204: Answer(description="It is deleted.")}
    version = (parameters.IF_MATCH,)
    return _of_one(entity, "delete", "Delete", gone, parameters=version, refusals=(*ACTING, CHANGED))


def done(entity: Entity, action: Action) -> Described:
    """A bound action."""
    verb = action.name.rpartition(".")[2]
    made = f"Where the record of {action.makes} is that was made."
    answer = Answer(description="It is done.", headers={"Location": made} if action.makes else {})
    return _of_one(
        entity,
        verb,
        f"{capital(words(verb))}:",
        {204: answer},
        parameters=(parameters.IF_MATCH_OF_ACTION,),
        refusals=(*ACTING, CHANGED),
    )


def _of_one(entity: Entity, verb: str, begun: str, answers: dict[int, Answer], **more: Any) -> Described:
    return Described(
        name=f"{verb}{capital(entity.singular)}",
        summary=f"{begun} {one_of(entity.singular)}",
        tag=entity.name,
        answers=answers,
        schemas=entity_schemas(entity),
        **more,
    )


def _expand(entity: Entity) -> tuple[Parameter, ...]:
    return (parameters.EXPAND,) if entity.lines is not None or entity.navigations else ()
