"""Opaque tokens for next-links and delta-links: small JSON objects in letters that every URL keeps.

Pages are found again by a cookie around such a token, in the form that clients of Dataverse take apart:
``<cookie pagenumber="2" pagingcookie="…" istracking="False" />``; the inner cookie is percent-encoded twice.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from odata.errors import BAD_TOKEN, ODataError

MAX_TOKEN = 8_192
_OUTER = re.compile(r'<cookie pagenumber="(\d{1,9})" pagingcookie="([^"]*)" istracking="False" />')
_INNER = re.compile(r'<cookie page="(\d{1,9})"><last token="([\w-]*)" ?/></cookie>')


def encode_token(values: Mapping[str, Any]) -> str:
    """Text for the values: JSON types, UUID, Decimal, date and datetime survive the way there and back."""
    text = json.dumps(dict(values), default=_tagged, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_token(token: str) -> dict[str, Any]:
    """The values of a token. Raises ODataError for anything that ``encode_token`` did not make."""
    if len(token) > MAX_TOKEN:
        raise _bad_token()
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True), object_hook=_untagged)
    except (ValueError, TypeError, binascii.Error, InvalidOperation, RecursionError) as error:
        raise _bad_token() from error
    if not isinstance(values, dict):
        raise _bad_token()
    return values


def encode_cookie(page: int, values: Mapping[str, Any]) -> str:
    """The cookie that leads to the page of that number; ``values`` say where it begins."""
    inner = f'<cookie page="{page - 1}"><last token="{encode_token(values)}" /></cookie>'
    return f'<cookie pagenumber="{page}" pagingcookie="{quote(quote(inner))}" istracking="False" />'


def decode_cookie(text: str) -> tuple[int, dict[str, Any]]:
    """The number of the page, and where it begins. Raises ODataError."""
    return decode_inner_cookie(inner_cookie(text)[1])


def inner_cookie(text: str) -> tuple[int, str]:
    """The number of the page, and the cookie inside. Raises ODataError."""
    outer = _OUTER.fullmatch(text)
    if outer is None or not int(outer[1]):
        raise _bad_token()
    return int(outer[1]), unquote(unquote(outer[2]))


def decode_inner_cookie(text: str) -> tuple[int, dict[str, Any]]:
    """The same for the inner cookie alone, as FetchXML's ``paging-cookie`` holds it."""
    inner = _INNER.fullmatch(text.strip())
    if inner is None:
        raise _bad_token()
    return int(inner[1]) + 1, decode_token(inner[2])


def _bad_token() -> ODataError:
    return ODataError(400, BAD_TOKEN, "The token in the link is not one that this service gave out.")


def _tagged(value: Any) -> dict[str, str]:
    for tag, kind in _TYPES.items():
        if type(value) is kind:
            return {tag: value.isoformat() if isinstance(value, date) else str(value)}
    raise TypeError(f"{type(value).__name__} cannot stand in a token.")


def _untagged(values: dict[str, Any]) -> Any:
    if len(values) == 1:
        ((tag, text),) = values.items()
        if tag in _TYPES and isinstance(text, str):
            return _READERS[tag](text)
    return values


_TYPES: dict[str, type] = {"$u": UUID, "$n": Decimal, "$t": datetime, "$d": date}
_READERS: dict[str, Any] = {"$u": UUID, "$n": Decimal, "$t": datetime.fromisoformat, "$d": date.fromisoformat}
