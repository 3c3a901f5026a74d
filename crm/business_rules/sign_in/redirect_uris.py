"""Where the codes of people who sign in may be sent (RFC 8252 for programs on a person's own machine)."""

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

# The whole authority: urlsplit() takes [::1] for the host of [::1].example.com.
_LOOPBACK: Final = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?", re.ASCII | re.IGNORECASE)
# A scheme of the application's own has a full stop in it, or is the one that MSAL makes of the client id.
_OWN_SCHEME: Final = re.compile(r"[a-z][a-z0-9+-]*\.[a-z0-9.+-]+|msal[0-9a-f-]{36}", re.ASCII)
_LONGEST: Final = 2_000


def is_allowed(uri: str, registered: Collection[str]) -> bool:
    """Registered exactly so, or any port and path of the person's own machine."""
    return uri in registered or _is_loopback(uri)


def can_be_registered(uri: str) -> bool:
    """``https``, a scheme of the application's own, or ``http`` on the person's own machine."""
    if not _is_well_formed(uri):
        return False
    parts = urlsplit(uri)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return _is_loopback(uri) or bool(_OWN_SCHEME.fullmatch(parts.scheme))


def origin_of(uri: str) -> str:
    """What a content security policy calls the place."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else f"{parts.scheme}:"


def _is_loopback(uri: str) -> bool:
    if not _is_well_formed(uri):
        return False
    parts = urlsplit(uri)
    return parts.scheme == "http" and _LOOPBACK.fullmatch(parts.netloc) is not None


def _is_well_formed(uri: str) -> bool:
    if len(uri) > _LONGEST or "#" in uri or not uri.isascii() or not uri.isprintable() or " " in uri:
        return False
    try:
        return bool(urlsplit(uri).scheme) and urlsplit(uri).port != 0
    except ValueError:
        return False
