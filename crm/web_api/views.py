"""Django's side of the Web API: who calls, and the translation of requests and answers."""

import logging
import time
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.sign_in.directory import tenant_id
from crm.web_api.access_tokens import Admitted, TokenRefused, admit
from crm.web_api.batch import handle_batch
from crm.web_api.dispatch import handle_alone
from crm.web_api.errors import error_response
from crm.web_api.faults import with_faults
from crm.web_api.impersonation import acting
from crm.web_api.messages import MAX_BATCH_BODY, MAX_BODY, ApiRequest, ApiResponse
from crm.web_api.service_protection import LimitExceeded, service_protection
from odata.errors import ODataError, error_body

logger = logging.getLogger(__name__)
_UNEXPECTED_CODE: Final = "0x80040216"
_UNEXPECTED: Final = "An unexpected error occurred."
_BUSY: Final = "The database was not free in time. Repeat the request."
_NOT_FOUND_CODE: Final = "0x8006088a"
_UNKNOWN_VERSION: Final = "The Web API answers at /api/data/v9.0/, /api/data/v9.1/ and /api/data/v9.2/."
_BUSY_SECONDS: Final = 2
_PATH_SAFE = "/()'=,$:@;*!+&-._~"


@csrf_exempt
@with_faults
def web_api(request: HttpRequest, version: str, path: str) -> HttpResponse:
    """Everything below ``/api/data/v9.x/``."""
    try:
        admitted = _admitted(request)
    except TokenRefused as refusal:
        return _unauthorized(request, str(refusal))
    caller = admitted.caller
    metadata.renew(admitted.metadata_stamp)
    protection = service_protection()
    if protection is None:
        return _answer(request, version, path, caller)
    try:
        admission = protection.admit(caller.user_id)
    except LimitExceeded as excess:
        return _too_many(excess)
    started = time.perf_counter()
    try:
        response = _answer(request, version, path, caller)
    finally:
        protection.finish(admission, caller.user_id, time.perf_counter() - started)
    for name, value in admission.headers.items():
        response.headers[name] = value
    return response


@csrf_exempt
def unknown_version(request: HttpRequest) -> HttpResponse:
    """A version that is not spoken here, said in JSON to who reads JSON."""
    return _unanswered(404, _UNKNOWN_VERSION, code=_NOT_FOUND_CODE)


def _answer(request: HttpRequest, version: str, path: str, caller: Caller) -> HttpResponse:
    api_request = _api_request(request, version, path, caller)
    try:
        api_request = acting(api_request)
    except ODataError as error:
        return _http_response(error_response(error, api_request))
    is_batch = api_request.path == "$batch" and api_request.method == "POST"
    try:
        return _http_response(handle_batch(api_request) if is_batch else handle_alone(api_request))
    except OperationalError:
        logger.warning("The database was not free in time.", exc_info=True)
        return _unanswered(503, _BUSY, **{"Retry-After": str(_BUSY_SECONDS)})
    except Exception:
        logger.exception("%s %s went wrong.", api_request.method, api_request.path)
        return _unanswered(500, _UNEXPECTED)


def _unanswered(status: int, message: str, code: str = _UNEXPECTED_CODE, **headers: str) -> HttpResponse:
    """A client that reads JSON is told in JSON."""
    body = error_body(code=code, message=message)
    response = JsonResponse(body, status=status, headers={"OData-Version": "4.0", **headers})
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _admitted(request: HttpRequest) -> Admitted:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused("The request has no bearer token.")
    return admit(token.strip())


def _unauthorized(request: HttpRequest, message: str) -> HttpResponse:
    authority = request.build_absolute_uri(f"/{tenant_id()}/oauth2/authorize")
    challenge = f"Bearer authorization_uri={authority}, resource_id={request.build_absolute_uri('/')}"
    body = error_body(code="0x80072560", message=message)
    return JsonResponse(body, status=401, headers={"WWW-Authenticate": challenge, "OData-Version": "4.0"})


def _too_many(excess: LimitExceeded) -> HttpResponse:
    body = error_body(code=excess.code, message=excess.message)
    headers = {"Retry-After": str(excess.retry_after), "OData-Version": "4.0"}
    return JsonResponse(body, status=excess.status, headers=headers)


def _api_request(request: HttpRequest, version: str, path: str, caller: Caller) -> ApiRequest:
    limit = MAX_BATCH_BODY if path == "$batch" else MAX_BODY
    return ApiRequest(
        method=request.method or "GET",
        path=quote(path, safe=_PATH_SAFE),
        query=request.META.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.read(limit + 1),  # one more than is allowed is refused in the Web API's own words
        caller=caller,
        root=request.build_absolute_uri(f"/api/data/{version}/"),
    )


def _http_response(answer: ApiResponse) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status)
    del response.headers["Content-Type"]
    identifier = str(uuid4())
    own = {"x-ms-service-request-id": identifier, "REQ_ID": identifier}
    for name, value in {**answer.headers, **own}.items():
        response.headers[name] = value
    # What is not implemented is an answer, no error of ours: nothing for the log.
    response._has_been_logged = answer.status == 501  # type: ignore[attr-defined]
    return response
