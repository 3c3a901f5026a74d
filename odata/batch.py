"""``$batch`` in both directions: a server reads requests and writes responses, a client the reverse."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from odata.errors import TOO_MANY_REQUESTS_IN_BATCH, ODataError
from odata.http_message import (
    MAX_URL,
    InnerRequest,
    InnerResponse,
    parse_request,
    parse_response,
    render_request,
    render_response,
)
from odata.multipart import Part, bad_batch, boundary_of, join_parts, split_parts

MAX_REQUESTS = 1_000


@dataclass(frozen=True)
class ChangeSet:
    """Requests that happen together or not at all."""

    requests: tuple[InnerRequest, ...]


@dataclass(frozen=True)
class ChangeSetResponse:
    """The answers of a change set that happened; one that failed is answered by a single response."""

    responses: tuple[InnerResponse, ...]


def parse_batch(
    body: bytes, content_type: str, *, max_requests: int = MAX_REQUESTS, max_url: int = MAX_URL
) -> list[InnerRequest | ChangeSet]:
    """Reads a batch of requests. Raises ODataError for anything that is not one, or one too large."""
    boundary = boundary_of(content_type)
    if boundary is None:
        raise bad_batch("A batch must have the content type multipart/mixed.")
    parts = [_request_part(part, max_url) for part in split_parts(body, boundary)]
    count = sum(len(part.requests) if isinstance(part, ChangeSet) else 1 for part in parts)
    if count > max_requests:
        message = f"The batch has {count} requests; {max_requests} are allowed."
        raise ODataError(400, TOO_MANY_REQUESTS_IN_BATCH, message)
    return parts


def _request_part(part: Part, max_url: int) -> InnerRequest | ChangeSet:
    boundary = boundary_of(part.headers.get("content-type", ""))
    if boundary is None:
        return _request(part, max_url)
    requests = tuple(_request(inner, max_url) for inner in split_parts(part.content, boundary))
    _check_change_set(requests)
    return ChangeSet(requests)


def _request(part: Part, max_url: int) -> InnerRequest:
    kind = part.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/http":
        raise bad_batch("A part of the batch must have the content type application/http.")
    return parse_request(part.content, content_id=part.headers.get("content-id"), max_url=max_url)


def _check_change_set(requests: Sequence[InnerRequest]) -> None:
    if any(request.method == "GET" for request in requests):
        raise bad_batch("A change set must not contain GET requests.")
    identifiers = [request.content_id for request in requests if request.content_id]
    if len(set(identifiers)) < len(identifiers):
        raise bad_batch("The Content-IDs of a change set must differ from each other.")


def render_batch(parts: Sequence[InnerResponse | ChangeSetResponse], boundary: str) -> bytes:
    """Writes the responses of a batch; ``boundary`` is ``batchresponse_<guid>``.

    Clients look for these boundary names, for CRLF, and for a body on one line.
    """
    return join_parts((_response_part(part, boundary, index) for index, part in enumerate(parts)), boundary)


def _response_part(part: InnerResponse | ChangeSetResponse, boundary: str, index: int) -> Part:
    if isinstance(part, InnerResponse):
        return _http_part(render_response(part), part.content_id)
    inner = f"changesetresponse_{_suffix(boundary, index)}"
    content = join_parts((_http_part(render_response(r), r.content_id) for r in part.responses), inner)
    return Part({"Content-Type": f"multipart/mixed; boundary={inner}"}, content)


def render_requests(parts: Sequence[InnerRequest | ChangeSet], boundary: str) -> bytes:
    """Writes a batch of requests; ``boundary`` is ``batch_<guid>``."""
    return join_parts((_outgoing_part(part, boundary, index) for index, part in enumerate(parts)), boundary)


def _outgoing_part(part: InnerRequest | ChangeSet, boundary: str, index: int) -> Part:
    if isinstance(part, InnerRequest):
        return _http_part(render_request(part), part.content_id)
    inner = f"changeset_{_suffix(boundary, index)}"
    content = join_parts((_http_part(render_request(r), r.content_id) for r in part.requests), inner)
    return Part({"Content-Type": f"multipart/mixed; boundary={inner}"}, content)


def parse_responses(body: bytes, content_type: str) -> list[InnerResponse | ChangeSetResponse]:
    """Reads the answer to a batch. Raises ODataError for anything that is not one."""
    boundary = boundary_of(content_type)
    if boundary is None:
        raise bad_batch("The answer to a batch must have the content type multipart/mixed.")
    return [_incoming_part(part) for part in split_parts(body, boundary)]


def _incoming_part(part: Part) -> InnerResponse | ChangeSetResponse:
    boundary = boundary_of(part.headers.get("content-type", ""))
    if boundary is None:
        return parse_response(part.content, content_id=part.headers.get("content-id"))
    inner = split_parts(part.content, boundary)
    return ChangeSetResponse(
        tuple(parse_response(p.content, content_id=p.headers.get("content-id")) for p in inner)
    )


def _http_part(content: bytes, content_id: str | None) -> Part:
    headers = {"Content-Type": "application/http", "Content-Transfer-Encoding": "binary"}
    return Part({**headers, "Content-ID": content_id} if content_id else headers, content)


def _suffix(boundary: str, index: int) -> str:
    """A GUID of its own for every change set of a batch."""
    return str(uuid5(NAMESPACE_OID, f"{boundary}/{index}"))
