"""A handful of views behind the reserved host, to see what the transport does with them."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def echo(request: HttpRequest) -> HttpResponse:
    told: dict[str, Any] = {
        "method": request.method,
        "path": request.path,
        "query": request.META["QUERY_STRING"],
        "url": request.build_absolute_uri(),
        "body": request.body.decode(),
        "content_type": request.content_type,
        "if_match": request.headers.get("If-Match"),
        "authorization": request.headers.get("Authorization"),
        "secure": request.is_secure(),
        "reversed": reverse("echo"),
    }
    translation.activate("nl")
    response = HttpResponse(json.dumps(told), status=201, content_type="application/json")
    response["OData-EntityId"] = "x"
    response.set_cookie("session", "abc")
    return response


def stream(request: HttpRequest) -> StreamingHttpResponse:
    def pieces() -> Iterator[bytes]:
        yield b"one "
        yield b"two"

    return StreamingHttpResponse(pieces())


def fault(request: HttpRequest, kind: str) -> HttpResponse:
    response = JsonResponse({"value": []})
    response.injected_fault = kind  # type: ignore[attr-defined]
    return response


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("a mistake in a view")


urlpatterns = [
    path("echo", echo, name="echo"),
    path("stream", stream),
    path("fault/<str:kind>", fault),
    path("broken", broken),
]
