"""The arguments of a call: of a function from the URL, of an action from the JSON of the body."""

from collections.abc import Mapping
from typing import Any

from crm.web_api.errors import bad_payload
from crm.web_api.messages import ApiRequest
from crm.web_api.operations.operation import Operation, Parameter
from crm.web_api.operations.typed_values import typed_value
from crm.web_api.payload import parse_object
from odata.arguments import literal_value, split_arguments
from odata.errors import ODataError, bad_query


def function_arguments(operation: Operation, text: str, request: ApiRequest) -> dict[str, Any]:
    """From the parentheses, where ``@p`` stands for the query option of that name. Raises ODataError."""
    aliases = {name: value for name, value in request.pairs if name.startswith("@")}
    parameters = {parameter.name: parameter for parameter in operation.parameters}
    given: dict[str, Any] = {}
    for name, literal in split_arguments(text):
        if name not in parameters:
            raise _unknown(name, operation)
        if literal.startswith("@"):
            if literal not in aliases:
                raise bad_query(f"The parameter alias '{literal[:60]}' has no value.")
            literal = aliases[literal].strip()
        given[name] = literal_value(literal, parameters[name].type)
    return _typed(given, parameters, operation, request.root)


def action_arguments(operation: Operation, request: ApiRequest) -> dict[str, Any]:
    """From the body, which may be empty where nothing is required. Raises ODataError."""
    content = parse_object(request.body) if request.body.strip() else {}
    parameters = {parameter.name: parameter for parameter in operation.parameters}
    given = {name: value for name, value in content.items() if not name.startswith("@")}
    for name in given:
        if name not in parameters:
            raise _unknown(name, operation)
    return _typed(given, parameters, operation, request.root)


def _typed(
    given: Mapping[str, Any], parameters: Mapping[str, Parameter], operation: Operation, root: str
) -> dict[str, Any]:
    """Every declared parameter; None for those that were left out."""
    for name, parameter in parameters.items():
        if parameter.required and given.get(name) is None:
            raise bad_payload(f"Required field '{name}' is missing for '{operation.name}'.")
    try:
        return {
            name: None
            if given.get(name) is None
            else typed_value(given[name], parameter.type, name=name, root=root)
            for name, parameter in parameters.items()
        }
    except RecursionError as error:
        raise bad_payload(f"The parameters of '{operation.name}' are nested too deep.") from error


def _unknown(name: str, operation: Operation) -> ODataError:
    return bad_payload(
        f"The parameter '{name[:100]}' in the request payload is not a valid parameter for the operation "
        f"'{operation.name}'."
    )
