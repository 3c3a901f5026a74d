"""One request or response as text inside a batch part (``application/http``)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from odata.multipart import CRLF, bad_batch, parse_headers, render_headers, split_head

MAX_URL = 65_536
_REQUEST_LINE = re.compile(r"([A-Za-z]{1,16})\s+(\S.*?)(?:\s+HTTP/\d(?:\.\d)?)?\s*", re.ASCII)
_STATUS_LINE = re.compile(r"HTTP/\d(?:\.\d)?\s+(\d{3})(?:\s.*)?", re.ASCII)


@dataclass(frozen=True)
class InnerRequest:
    """A request of a batch. Header names are in lower case when it was read; ``url`` is as it was sent."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_id: str | None = None


@dataclass(frozen=True)
class InnerResponse:
    """A response of a batch. Header names are in lower case when it was read."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    content_id: str | None = None


def parse_request(text: bytes, *, content_id: str | None = None, max_url: int = MAX_URL) -> InnerRequest:
    """Raises ODataError. A Content-ID among the request's own headers counts if the part has none."""
    first, rest = _first_line(text)
    match = _REQUEST_LINE.fullmatch(first)
    if match is None:
        raise bad_batch("A part of the batch does not begin with a request line.")
    if len(match[2]) > max_url:
        raise bad_batch(f"A URL in the batch is longer than {max_url} characters.")
    headers, body = _headers_and_body(rest)
    identifier = content_id or headers.get("content-id")
    return InnerRequest(match[1].upper(), match[2], headers, body, identifier)


def parse_response(text: bytes, *, content_id: str | None = None) -> InnerResponse:
    """Raises ODataError."""
    first, rest = _first_line(text)
    match = _STATUS_LINE.fullmatch(first)
    if match is None:
        raise bad_batch("A part of the batch does not begin with a status line.")
    headers, body = _headers_and_body(rest)
    return InnerResponse(int(match[1]), headers, body, content_id or headers.get("content-id"))


def _first_line(text: bytes) -> tuple[str, bytes]:
    line, _, rest = text.lstrip(b"\r\n").partition(b"\n")
    return line.decode("utf-8", "replace").strip(), rest


def _headers_and_body(text: bytes) -> tuple[dict[str, str], bytes]:
    head, body = split_head(text)
    return parse_headers(head), body


def render_request(request: InnerRequest) -> bytes:
    line = f"{request.method} {request.url} HTTP/1.1".encode()
    return b"".join([line, CRLF, render_headers(request.headers), CRLF, request.body])


def render_response(response: InnerResponse) -> bytes:
    line = f"HTTP/1.1 {response.status} {_phrase(response.status)}".rstrip().encode()
    return b"".join([line, CRLF, render_headers(response.headers), CRLF, response.body])


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in _STATUSES else ""


_STATUSES = frozenset(HTTPStatus)
