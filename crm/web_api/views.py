"""Django's side of the Web API: who calls, and the translation of requests and answers."""

from urllib.parse import quote
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from crm import metadata
from crm.business_rules.caller import Caller
from crm.web_api.access_tokens import TokenRefused, caller_of, tenant_id
from crm.web_api.batch import handle_batch
from crm.web_api.dispatch import handle_alone
from crm.web_api.faults import with_faults
from crm.web_api.messages import MAX_BATCH_BODY, MAX_BODY, ApiRequest, ApiResponse
from odata.errors import error_body

_PATH_SAFE = "/()'=,$:@;*!+&-._~"


@csrf_exempt
@with_faults
def web_api(request: HttpRequest, version: str, path: str) -> HttpResponse:
    """Everything below ``/api/data/v9.x/``."""
    try:
        caller = _caller(request)
    except TokenRefused as refusal:
        return _unauthorized(request, str(refusal))
    metadata.refresh()
    api_request = _api_request(request, version, path, caller)
    is_batch = api_request.path == "$batch" and api_request.method == "POST"
    return _http_response(handle_batch(api_request) if is_batch else handle_alone(api_request))


def _caller(request: HttpRequest) -> Caller:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused("The request has no bearer token.")
    return caller_of(token.strip())


def _unauthorized(request: HttpRequest, message: str) -> HttpResponse:
    authority = request.build_absolute_uri(f"/{tenant_id()}/oauth2/authorize")
    challenge = f"Bearer authorization_uri={authority}, resource_id={request.build_absolute_uri('/')}"
    body = error_body(code="0x80072560", message=message)
    return JsonResponse(body, status=401, headers={"WWW-Authenticate": challenge, "OData-Version": "4.0"})


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
    for name, value in {**answer.headers, "x-ms-service-request-id": str(uuid4())}.items():
        response.headers[name] = value
    # What is not implemented is an answer, no error of ours: nothing for the log.
    response._has_been_logged = answer.status == 501  # type: ignore[attr-defined]
    return response
