"""Entity tags (``W/"123"``) and the conditions that If-Match and If-None-Match set with them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from odata.errors import BAD_ENTITY_TAG, ODataError

_ENTITY_TAG = re.compile(r'(?:W/)?"(\d{1,19})"', re.ASCII)


@dataclass(frozen=True)
class Versions:
    """The versions that a condition names, or any version (``*``)."""

    any: bool = False
    named: frozenset[int] = frozenset()

    def include(self, version: int) -> bool:
        return self.any or version in self.named


@dataclass(frozen=True)
class Preconditions:
    """What the request demands of the record before it is read or written; None demands nothing."""

    if_match: Versions | None = None
    if_none_match: Versions | None = None

    @property
    def forbids_create(self) -> bool:
        """The record must exist already (any If-Match)."""
        return self.if_match is not None

    @property
    def forbids_update(self) -> bool:
        """The record must not exist yet (``If-None-Match: *``)."""
        return self.if_none_match is not None and self.if_none_match.any

    def hold_for(self, version: int) -> bool:
        """True if a record of this version may be updated or deleted."""
        if self.if_match is not None and not self.if_match.include(version):
            return False
        return self.if_none_match is None or not self.if_none_match.include(version)

    def not_modified(self, version: int) -> bool:
        """True if a reader has this version already (304)."""
        return self.if_none_match is not None and self.if_none_match.include(version)


def format_etag(version: int) -> str:
    return f'W/"{version}"'


def content_version(values: Sequence[Any]) -> int:
    """Of what counts no versions: the same for as long as its values are; tells nothing of them."""
    return int(sha256(repr(values).encode()).hexdigest()[:15], 16)


def parse_etag(text: str) -> int:
    """The version of one entity tag. Raises ODataError."""
    match = _ENTITY_TAG.fullmatch(text.strip())
    if match is None:
        raise ODataError(400, BAD_ENTITY_TAG, 'The entity tag must look like W/"123".')
    return int(match[1])


def parse_preconditions(*, if_match: str | None = None, if_none_match: str | None = None) -> Preconditions:
    """Reads both headers; the text ``null``, which clients of Dataverse always send, counts as absent."""
    return Preconditions(if_match=_versions(if_match), if_none_match=_versions(if_none_match))


def _versions(header: str | None) -> Versions | None:
    text = (header or "").strip()
    if text in ("", "null"):
        return None
    if text == "*":
        return Versions(any=True)
    return Versions(named=frozenset(parse_etag(tag) for tag in text.split(",")))
