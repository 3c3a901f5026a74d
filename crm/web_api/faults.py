"""Plays the injected faults on requests that match; off as long as no fault is in the table.

*Reset* (before anything is done) and *answer lost* (after everything is committed) end without an answer. The
response that stands for this has the attribute ``injected_fault`` = ``"reset"`` or ``"answer_lost"``; an
in-process transport raises what the network would raise when it sees the attribute. Under gunicorn the
socket is shut down before the response is written, so that the client finds the connection closed; any other
server breaks the connection in the middle of the answer.
"""

import errno
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse

from crm.models import InjectedFault
from odata.errors import error_body

Kind = InjectedFault.Kind
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

SERVER_ERROR_CODE = "0x80040216"
THROTTLE_CODE = "0x80072322"
_SHUT_READ_AND_WRITE = 2


class _Socket(Protocol):
    def shutdown(self, how: int, /) -> None: ...


class DroppedAnswer(StreamingHttpResponse):
    """An answer that never arrives. Reading it fails like the connection that it stands for."""

    def __init__(self, fault: str) -> None:
        super().__init__(_broken(), status=499, headers={"Content-Length": "1000000"})
        self.injected_fault = fault


def _broken() -> Iterator[bytes]:
    raise ConnectionResetError(errno.ECONNRESET, "injected fault")
    yield b""


def with_faults(view: View[P]) -> View[P]:
    """A view on which faults can be injected."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        hits = _hits(method=request.method or "", path=request.path)
        for fault in hits:
            if fault.kind == Kind.DELAY:
                time.sleep(fault.delay_ms / 1000)
        ending = next((fault for fault in hits if fault.kind != Kind.DELAY), None)
        if ending is None:
            return view(request, *args, **kwargs)
        if ending.kind == Kind.ANSWER_LOST:
            view(request, *args, **kwargs)
        return _ANSWERS[ending.kind](request, ending)

    return wrapped


def _hits(*, method: str, path: str) -> list[InjectedFault]:
    """The faults that this request suffers: all delays, and at most one fault that ends it."""
    hits: list[InjectedFault] = []
    for fault in InjectedFault.objects.exclude(kind=Kind.BATCH_OPERATION).order_by("pk"):
        is_ended = any(hit.kind != Kind.DELAY for hit in hits)
        if not (is_ended and fault.kind != Kind.DELAY) and strikes(fault, method=method, path=path):
            hits.append(fault)
    return hits


def operation_faults() -> Sequence[InjectedFault]:
    """The faults for single operations of a batch, read once for the whole batch."""
    return list(InjectedFault.objects.filter(kind=Kind.BATCH_OPERATION).order_by("pk"))


def strikes(fault: InjectedFault, *, method: str, path: str) -> bool:
    """Whether the fault hits this request; counts the hit."""
    if fault.method and fault.method.upper() != method.upper():
        return False
    if fault.route and not fnmatchcase(path, fault.route):
        return False
    rows = InjectedFault.objects.filter(pk=fault.pk)
    if rows.filter(skip__gt=0).update(skip=F("skip") - 1):
        return False
    if secrets.randbelow(10_000) >= int(fault.rate * 10_000):
        return False
    if fault.remaining is None:
        return bool(rows.update(hits=F("hits") + 1))
    return bool(rows.filter(remaining__gt=0).update(remaining=F("remaining") - 1, hits=F("hits") + 1))


def _throttled(_: HttpRequest, fault: InjectedFault) -> HttpResponseBase:
    body = error_body(code=THROTTLE_CODE, message="Number of requests exceeded the limit of 6000.")
    return JsonResponse(body, status=429, headers={"Retry-After": str(fault.retry_after)})


def server_error_body() -> dict[str, Any]:
    return error_body(code=SERVER_ERROR_CODE, message="An unexpected error occurred.")


def _server_error(_: HttpRequest, fault: InjectedFault) -> HttpResponseBase:
    return JsonResponse(server_error_body(), status=500)


def _dropped(request: HttpRequest, fault: InjectedFault) -> HttpResponseBase:
    connection: _Socket | None = request.META.get("gunicorn.socket")
    if connection is not None:
        connection.shutdown(_SHUT_READ_AND_WRITE)
    return DroppedAnswer(fault.kind)


_ANSWERS: dict[str, Callable[[HttpRequest, InjectedFault], HttpResponseBase]] = {
    Kind.THROTTLE: _throttled,
    Kind.SERVER_ERROR: _server_error,
    Kind.RESET: _dropped,
    Kind.ANSWER_LOST: _dropped,
}
