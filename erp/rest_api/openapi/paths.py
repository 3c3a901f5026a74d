"""The operations of an entity set: which there are, what they take and what they answer."""

from collections.abc import Iterator
from typing import Any, Final

from erp.rest_api.entity import Action, Entity
from erp.rest_api.openapi import parameters
from erp.rest_api.openapi.schemas import list_name, reference

Item = dict[str, Any]
OF_LIST: Final = ("filter", "orderby", "select", "top", "skip", "count", "skiptoken")
# What can be wrong with any request, and with one that names a record or writes.
ALWAYS: Final = (400, 401, 403, 404, 429)
WRITING: Final = (*ALWAYS, 413, 415)
SENTENCES: Final = {
    400: "The request, or a value in it, is not acceptable.",
    401: "No token, or one that is unknown, revoked or expired.",
    403: "No role of the user allows this.",
    404: "There is no such company or record.",
    409: "Another user has changed the record.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many requests; Retry-After says when to go on.",
}


def paths_of(entity: Entity, prefix: str) -> Iterator[tuple[str, Item]]:
    """Every path of an entity set and its lines, with the operations there."""
    address = prefix + entity.name
    record = f"{address}({{record_id}})"
    shared = [parameters.reference(name) for name in ("company_id", "parent_id") if f"{{{name}}}" in prefix]
    yield address, {"parameters": shared} | _of_set(entity)
    shared = [*shared, parameters.reference("record_id")]
    yield record, {"parameters": shared} | _of_record(entity)
    for action in entity.actions:
        yield f"{record}/{action.name}", {"parameters": shared, "post": _action(entity, action)}
    if entity.lines is not None:
        yield from paths_of(entity.lines, f"{address}({{parent_id}})/")


def _of_set(entity: Entity) -> Item:
    listed = _operation(
        entity, "list", OF_LIST + _expand(entity) + ("prefer",), {200: _json(list_name(entity))}, ALWAYS
    )
    if not entity.offers_create:
        return {"get": listed}
    created = _operation(entity, "create", _expand(entity), {201: _json(entity.singular)}, WRITING, body=True)
    return {"get": listed, "post": created}


def _of_record(entity: Entity) -> Item:
    one = {200: _json(entity.singular)}
    item = {"get": _operation(entity, "get", ("select", *_expand(entity)), one, ALWAYS)}
    if entity.operations.modify is not None:
        item["patch"] = _operation(entity, "update", ("if_match",), one, (*WRITING, 409), body=True)
    if entity.operations.delete is not None:
        gone = {204: {"description": "It is deleted."}}
        item["delete"] = _operation(entity, "delete", ("if_match",), gone, (*ALWAYS, 409))
    return item


def _action(entity: Entity, action: Action) -> Item:
    done: Item = {"description": "It is done."}
    if action.makes:
        place = {"description": f"Where the record of {action.makes} is that was made."}
        done["headers"] = {"Location": {**place, "schema": {"type": "string"}}}
    verb = action.name.rpartition(".")[2]
    return _operation(entity, verb, ("if_match_of_action",), {204: done}, (*ALWAYS, 409))


def _operation(
    entity: Entity,
    verb: str,
    given: tuple[str, ...],
    answers: dict[int, Item],
    refusals: tuple[int, ...],
    *,
    body: bool = False,
) -> Item:
    name = entity.name if verb == "list" else entity.singular
    refused = {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(refusals)}
    operation = {
        "operationId": f"{verb}{name[0].upper()}{name[1:]}",
        "tags": [entity.name],
        "parameters": [parameters.reference(name) for name in given],
        "responses": {str(code): answer for code, answer in (answers | refused).items()},
    }
    if body:
        content = {"application/json": {"schema": reference(entity.singular)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _expand(entity: Entity) -> tuple[str, ...]:
    return ("expand",) if entity.lines is not None else ()


def _json(name: str) -> Item:
    return {"description": "As asked.", "content": {"application/json": {"schema": reference(name)}}}
