"""How bytes reach the CRM: over the network, or in process for the embedded CRM's reserved host.

The adapter hands a request to Django as a web server would. It does not announce that a request starts and
ends, because Django would then close the database connections, which here are those of the caller.
"""

import contextvars
import io
import threading
import time
from collections.abc import Iterable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponseBase
from django.urls import set_script_prefix
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse
from urllib3._collections import HTTPHeaderDict

Timeout = float | tuple[float | None, float | None] | None


def new_session(*, max_concurrent: int) -> requests.Session:
    """Returns a session that keeps no cookies, reads no credentials of this machine and repeats nothing.

    At most ``max_concurrent`` requests are under way to a host; further threads wait for their turn.
    """
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(_NoCookies())
    network = HTTPAdapter(pool_connections=2, pool_maxsize=max_concurrent, pool_block=True, max_retries=0)
    session.mount("https://", network)
    session.mount("http://", network)
    session.mount(settings.EMBEDDED_CRM_URL + "/", EmbeddedAdapter())
    return session


class EmbeddedAdapter(BaseAdapter):
    """Answers in process, in the caller's thread, on the caller's database connections."""

    def __init__(self) -> None:
        super().__init__()
        self._handler: EmbeddedHandler | None = None
        self._lock = threading.Lock()

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Timeout = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Returns the answer; raises what the network would raise for an injected fault or a late answer."""
        started = time.monotonic()
        # In a copy of the context the language, URL prefix and URL table of the caller stay as they are.
        answer = contextvars.copy_context().run(self._loaded().answer, environ_of(request))
        fault = getattr(answer, "injected_fault", None)
        if fault in ("reset", "answer_lost"):
            raise requests.ConnectionError(f"injected fault: {fault}", request=request)
        read_timeout = timeout[1] if isinstance(timeout, tuple) else timeout
        if read_timeout is not None and time.monotonic() - started > read_timeout:
            raise requests.ReadTimeout("the answer came too late", request=request)
        return _as_response(request, answer)

    def close(self) -> None:
        """There is nothing to close."""

    def _loaded(self) -> "EmbeddedHandler":
        with self._lock:
            if self._handler is None:
                self._handler = EmbeddedHandler()
                self._handler.load_middleware()
            return self._handler


class InProcessRequest(WSGIRequest):
    """Never leaves the process, so it is as safe as https although its URL says http."""

    def is_secure(self) -> bool:
        return True


class EmbeddedHandler(BaseHandler):
    """Django's request handling without a server around it."""

    def answer(self, environ: dict[str, Any]) -> HttpResponseBase:
        set_script_prefix("/")
        return self.get_response(InProcessRequest(environ))


def environ_of(request: requests.PreparedRequest) -> dict[str, Any]:
    """Builds what a web server passes on: the bytes of the request in WSGI's clothes."""
    parts = urlsplit(request.url or "")
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    environ.update((_environ_key(name), value) for name, value in request.headers.items())
    return environ


def _environ_key(header: str) -> str:
    key = header.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def _as_response(request: requests.PreparedRequest, answer: HttpResponseBase) -> requests.Response:
    body = b"".join(_pieces(answer))
    headers = HTTPHeaderDict(answer.items())
    for cookie in answer.cookies.values():
        headers.add("Set-Cookie", cookie.output(header="").strip())
    raw = HTTPResponse(
        body=io.BytesIO(body),
        headers=headers,
        status=answer.status_code,
        reason=answer.reason_phrase,
        preload_content=False,
    )
    # HttpResponse.close() would announce the end of the request; only the files it holds are closed here.
    for close in getattr(answer, "_resource_closers"):  # noqa: B009
        close()
    return HTTPAdapter().build_response(request, raw)


def _pieces(answer: HttpResponseBase) -> Iterable[bytes]:
    return answer


class _NoCookies(DefaultCookiePolicy):
    """The Web API needs none, and a jar would be shared by threads."""

    def set_ok(self, cookie: Any, request: Any) -> bool:
        return False

    def return_ok(self, cookie: Any, request: Any) -> bool:
        return False
