"""Recognizes a call by its path, and carries it out."""

from urllib.parse import unquote

from crm.web_api.errors import unknown_segment
from crm.web_api.messages import ApiRequest, ApiResponse, not_allowed
from crm.web_api.operations.arguments import action_arguments, function_arguments
from crm.web_api.operations.catalogue import operation
from crm.web_api.operations.operation import Binding, Call, Operation
from crm.web_api.operations.types import NAMESPACE
from crm.web_api.resource_path import Resource, located, resource_of, split_path


def call_operation(request: ApiRequest) -> ApiResponse | None:
    """The answer of the function or action that the path names; None if it names something else.

    ``WhoAmI()``, ``F(Name=@p)``, ``accounts/Microsoft.Dynamics.CRM.CreateMultiple``.
    As in Dataverse, what is bound is called by its full name, what is not by its bare name.
    """
    segments = split_path(unquote(request.path))
    name, parenthesis, arguments = segments[-1].partition("(") if segments else ("", "", "")
    if len(segments) == 1:
        found, resource = operation(name), None
    elif name.startswith(NAMESPACE):
        resource = located(resource_of(segments[:-1])).found()
        found = _bound(name.removeprefix(NAMESPACE), resource)
        if found is None:
            raise unknown_segment(name)
    else:
        return None
    if found is None:
        return None
    if parenthesis and (not found.is_function or not arguments.endswith(")")):
        raise unknown_segment(segments[-1])
    return _carry_out(found, arguments.removesuffix(")"), request, resource)


def _bound(name: str, resource: Resource) -> Operation | None:
    if resource.member or resource.tail:
        return None
    found = operation(name, Binding.RECORD if resource.is_record else Binding.COLLECTION)
    return found if found is not None and found.is_bound_to(resource.table.logical_name) else None


def _carry_out(found: Operation, text: str, request: ApiRequest, resource: Resource | None) -> ApiResponse:
    if request.method != found.method:
        raise not_allowed(request.method)
    arguments = (
        function_arguments(found, text, request) if found.is_function else action_arguments(found, request)
    )
    return found.handler(Call(found, request, arguments, resource))
