"""What a request did wrong, as Business Central's API says it: a code, a sentence, a correlation id.

The codes are the API's own names; where its documentation gives no HTTP status, the status is our choice.
"""

import logging
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from erp.operations.errors import OperationError, RecordChanged, RecordMissing, RecordRejected
from odata import errors as odata
from odata.errors import ODataError, error_body

INVALID_TOKEN: Final = "BadRequest_InvalidToken"  # noqa: S105
REQUIRED: Final = "BadRequest_RequiredParamNotProvided"
READ_ONLY: Final = "BadRequest_InvalidOperation"
NO_SUCH_RESOURCE: Final = "BadRequest_ResourceNotFound"
NO_SUCH_RECORD: Final = "Internal_RecordNotFound"
NO_SUCH_COMPANY: Final = "Internal_CompanyNotFound"
NO_SUCH_REFERENCE: Final = "Internal_InvalidTableRelation"
INVALID_GUID: Final = "Application_InvalidGUID"
INVALID_VALUE: Final = "Application_EvaluateException"
TOO_LONG: Final = "Application_StringExceededLength"
INVALID_FIELD: Final = "Application_FieldValidationException"
CHANGED: Final = "Request_EntityChanged"
BAD_REQUEST: Final = "BadRequest"
REFUSED: Final = "Application_DialogException"

_OF_QUERY: Final = {
    odata.BAD_QUERY: "BadRequest_InvalidRequestUrl",
    odata.BAD_TOKEN: "BadRequest_InvalidRequestUrl",
    odata.UNKNOWN_PROPERTY: "BadRequest_NotFound",
    odata.BAD_VALUE: "Application_FilterErrorException",
    odata.BAD_ENTITY_TAG: INVALID_TOKEN,
}
_OF_REJECTION: Final = {
    "required": REQUIRED,
    "not_editable": READ_ONLY,
    "too_long": TOO_LONG,
    "not_unique": "Internal_EntityWithSameKeyExists",
    "already_registered": "Internal_EntityWithSameKeyExists",
    "unknown_reference": NO_SUCH_REFERENCE,
    "invalid_value": INVALID_VALUE,
    "document_posted": REFUSED,
    "not_posted": REFUSED,
    "invalid_option": INVALID_VALUE,
}
_OF_REQUEST: Final[dict[type[Exception], tuple[int, str]]] = {
    exceptions.AuthenticationFailed: (401, "Authentication_InvalidCredentials"),
    exceptions.NotAuthenticated: (401, "Authentication_InvalidCredentials"),
    exceptions.PermissionDenied: (403, "Authorization_RequestDenied"),
    PermissionDenied: (403, "Authorization_RequestDenied"),
    exceptions.MethodNotAllowed: (405, "BadRequest_MethodNotAllowed"),
    exceptions.UnsupportedMediaType: (415, BAD_REQUEST),
    exceptions.Throttled: (429, "Application_TooManyRequests"),
    exceptions.ParseError: (400, BAD_REQUEST),
    Http404: (404, NO_SUCH_RESOURCE),
    RequestDataTooBig: (413, BAD_REQUEST),
    SuspiciousOperation: (400, BAD_REQUEST),
}
_logger = logging.getLogger(__name__)


def error_answer(error: Exception, context: dict[str, Any]) -> Response:
    """The answer for whatever a view raised; what nobody expected is logged under its correlation id."""
    correlation_id = uuid4()
    status, code, message = _said(error)
    if status == 500 or isinstance(error, IntegrityError):
        _logger.error("Request %s failed", correlation_id, exc_info=error)
    message = f"{message}  CorrelationId:  {correlation_id}."
    details = error.details if isinstance(error, ODataError) else {}
    target = {"target": error.field} if isinstance(error, PropertyError) and error.field else {}
    body = error_body(code=code, message=message, details=details | target)
    return Response(body, status=status, headers=_headers(error))


class PropertyError(ODataError):
    """The value of one property is not acceptable; ``field`` is its name, blank for the whole record."""

    def __init__(self, code: str, field: str, message: str) -> None:
        super().__init__(400, code, message)
        self.field = field


def rejection_code(rejection: RecordRejected) -> str:
    """The API's code for the code by which an operation rejects a value."""
    return _OF_REJECTION.get(rejection.code, INVALID_FIELD)


def _said(error: Exception) -> tuple[int, str, str]:
    """HTTP status, code and sentence."""
    if isinstance(error, ODataError):
        return error.status, _OF_QUERY.get(error.code, error.code), error.message
    if isinstance(error, OperationError):
        return *_refusal(error), str(error)
    if isinstance(error, IntegrityError):  # only the database saw what others did at the same moment
        return 409, CHANGED, "Somebody changed or deleted what this belongs to. Read it again, then repeat."
    for kind, (status, code) in _OF_REQUEST.items():
        if isinstance(error, kind):
            return status, code, _sentence(error)
    return 500, "Internal_ServerError", "Something went wrong here. It is logged under the correlation id."


def _refusal(error: OperationError) -> tuple[int, str]:
    if isinstance(error, RecordMissing):
        return 404, NO_SUCH_RECORD
    if isinstance(error, RecordChanged):
        return 409, CHANGED
    if isinstance(error, RecordRejected):
        return 400, rejection_code(error)
    return 400, REFUSED


def _sentence(error: Exception) -> str:
    if isinstance(error, exceptions.APIException):
        return str(error.detail)
    return str(error) or "The request cannot be answered."


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if isinstance(error, exceptions.Throttled) and error.wait is not None:
        headers["Retry-After"] = str(error.wait)
    return headers
