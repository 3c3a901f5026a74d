"""Opaque tokens for next-links and delta-links: small JSON objects in letters that every URL keeps."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from odata.errors import BAD_TOKEN, ODataError

MAX_TOKEN = 8_192


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
