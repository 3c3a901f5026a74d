"""The multipart format beneath ``$batch``: cuts a body into parts and puts parts together.

Reads CRLF and LF alike, since clients send either; writes CRLF always.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from odata.errors import BAD_BATCH, ODataError

CRLF = b"\r\n"
_BOUNDARY = re.compile(r'(?:^|;)\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
_REST_OF_DELIMITER = re.compile(rb"(--)?[ \t]*(?=\r?\n|\Z)")
_BLANK_LINE = re.compile(rb"(?:^|\r?\n)[ \t]*\r?\n")


@dataclass(frozen=True)
class Part:
    """Header fields (names in lower case when read) and content."""

    headers: Mapping[str, str]
    content: bytes


def bad_batch(message: str) -> ODataError:
    return ODataError(400, BAD_BATCH, message)


def boundary_of(content_type: str) -> str | None:
    """The boundary of a ``multipart/mixed`` content type, quoted or not; None for any other type."""
    kind, _, parameters = content_type.partition(";")
    if kind.strip().lower() != "multipart/mixed":
        return None
    match = _BOUNDARY.search(parameters)
    if match is None:
        raise bad_batch("The multipart content type has no boundary.")
    return match[1] or match[2]


def split_parts(body: bytes, boundary: str) -> list[Part]:
    """The parts between the delimiters. Raises ODataError if the last is missing: a body cut off."""
    lines = list(_delimiters(body, b"--" + boundary.encode("utf-8", "replace")))
    closing = next((index for index, line in enumerate(lines) if line.is_last), None)
    if closing is None:
        raise bad_batch("The batch does not end with its boundary.")
    return [_part(body[lines[i].end : lines[i + 1].start]) for i in range(closing)]


class _Delimiter(NamedTuple):
    """A line between two parts; the line break before it belongs to it."""

    start: int
    end: int
    is_last: bool


def _delimiters(body: bytes, delimiter: bytes) -> Iterator[_Delimiter]:
    found = body.find(delimiter)
    while found >= 0:
        rest = _REST_OF_DELIMITER.match(body, found + len(delimiter))
        if rest and (found == 0 or body[found - 1 : found] == b"\n"):
            line_break = len(CRLF) if body[max(found - 2, 0) : found] == CRLF else min(found, 1)
            yield _Delimiter(found - line_break, rest.end(), bool(rest[1]))
        found = body.find(delimiter, found + 1)


def _part(text: bytes) -> Part:
    text = text[2:] if text.startswith(CRLF) else text[1:]
    headers, content = split_head(text)
    return Part(parse_headers(headers), content)


def split_head(text: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the first blank line; without one everything is head."""
    blank = _BLANK_LINE.search(text)
    return (text, b"") if blank is None else (text[: blank.start()], text[blank.end() :])


def parse_headers(text: bytes) -> dict[str, str]:
    """Header fields with lower-case names; the last of several wins."""
    headers = {}
    for line in text.splitlines():
        name, colon, value = line.partition(b":")
        if not line.strip():
            continue
        if not colon or not name.strip():
            raise bad_batch("A header line of the batch has no colon.")
        headers[_decoded(name).strip().lower()] = _decoded(value).strip()
    return headers


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def render_headers(headers: Mapping[str, str]) -> bytes:
    """Header lines, each ended; a line break in a value becomes a space and so cannot add a header."""
    lines = [f"{name}: {' '.join(value.splitlines())}".encode() + CRLF for name, value in headers.items()]
    return b"".join(lines)


def join_parts(parts: Iterable[Part], boundary: str) -> bytes:
    delimiter = b"--" + boundary.encode()
    pieces = []
    for part in parts:
        pieces += [delimiter, CRLF, render_headers(part.headers), CRLF, part.content, CRLF]
    return b"".join([*pieces, delimiter, b"--", CRLF])
