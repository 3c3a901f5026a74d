"""Answers a request to the Web API, whether it came alone or in a batch."""

from collections.abc import Callable, Mapping
from typing import Final

from django.db import transaction

from crm.models.version import in_turn
from crm.web_api.associate import change_reference
from crm.web_api.change_tracking import count_changes, retrieve_changes
from crm.web_api.csdl import describe_model
from crm.web_api.definitions.resource import is_definition
from crm.web_api.definitions.writing import answer_definition
from crm.web_api.errors import error_response, unknown_segment
from crm.web_api.members import retrieve_member
from crm.web_api.messages import MAX_BODY, ApiRequest, ApiResponse, not_allowed, too_large
from crm.web_api.operations.call import call_operation
from crm.web_api.privilege_rows import read_privileges
from crm.web_api.read_forms import read_collection
from crm.web_api.resource_path import Resource, parse_resource
from crm.web_api.retrieve import count_collection, retrieve_record
from crm.web_api.service_document import service_document
from crm.web_api.tracking_links import is_tracked
from crm.web_api.write import create, create_member, delete, set_property, upsert
from odata.errors import ODataError

__all__ = ["ApiRequest", "ApiResponse", "handle", "handle_alone"]


# What is nobody's record.
_COMPUTED: Final[Mapping[str, Callable[[ApiRequest], ApiResponse]]] = {
    "": service_document,
    "$metadata": describe_model,
    "privileges": read_privileges,
}


def handle(request: ApiRequest) -> ApiResponse:
    """The answer, errors included."""
    try:
        return _answer(request)
    except ODataError as error:
        return error_response(error, request)


def handle_alone(request: ApiRequest) -> ApiResponse:
    """The answer to a request of its own: a write and what is read back of it are one transaction."""
    if request.method in ("GET", "HEAD"):
        return handle(request)
    with in_turn():
        answer = handle(request)
        if answer.status >= 400:
            transaction.set_rollback(True, using="crm")
    return answer


def _answer(request: ApiRequest) -> ApiResponse:
    if len(request.body) > MAX_BODY:
        raise too_large(MAX_BODY)
    computed = _COMPUTED.get(request.path.strip("/"))
    if computed is not None:
        return _only_get(request, computed)
    if is_definition(request.path):
        return answer_definition(request)
    answer = call_operation(request)
    if answer is not None:
        return answer
    resource = parse_resource(request.path)
    if not resource.is_record:
        return _answer_collection(request, resource)
    if resource.member:
        return _answer_member(request, resource.found())
    return _answer_record(request, resource)


def _only_get(request: ApiRequest, answer: Callable[[ApiRequest], ApiResponse]) -> ApiResponse:
    if request.method != "GET":
        raise not_allowed(request.method)
    return answer(request)


def _answer_collection(request: ApiRequest, resource: Resource) -> ApiResponse:
    if resource.tail not in ("", "$count"):
        raise unknown_segment(resource.tail)
    if request.method == "GET":
        return _read_collection(request, resource)
    if resource.tail:
        raise not_allowed(request.method)
    if request.method == "POST":
        return create(request, resource)
    raise not_allowed(request.method)


def _read_collection(request: ApiRequest, resource: Resource) -> ApiResponse:
    if is_tracked(request):
        return (count_changes if resource.tail else retrieve_changes)(request, resource.table)
    return (count_collection if resource.tail else read_collection)(request, resource.table)


def _answer_record(request: ApiRequest, resource: Resource) -> ApiResponse:
    if resource.tail:
        raise unknown_segment(resource.tail)
    if request.method == "PATCH":
        return upsert(request, resource)
    found = resource.found()
    if request.method == "GET" and found.id is not None:
        return retrieve_record(request, found.table, found.id)
    if request.method == "DELETE":
        return delete(request, found)
    raise not_allowed(request.method)


def _answer_member(request: ApiRequest, resource: Resource) -> ApiResponse:
    if request.method == "GET":
        return retrieve_member(request, resource)
    if resource.tail == "$ref" and request.method in ("PUT", "POST", "DELETE"):
        return change_reference(request, resource)
    collection = resource.table.collections.get(resource.member)
    if request.method == "POST" and collection is not None and not resource.tail:
        return create_member(request, resource, collection)
    if not resource.tail and request.method in ("PUT", "DELETE"):
        return set_property(request, resource)
    raise not_allowed(request.method)
