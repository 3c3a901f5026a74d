"""Reads the path of a request: which table, which record, which property."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from crm.business_rules.errors import NO_SUCH_KEY, CrmFault
from crm.business_rules.uniqueness import find_by_key
from crm.metadata import Table, table_of_entity_set
from crm.web_api.errors import unknown_segment
from crm.web_api.record_key import parse_guid, parse_key
from odata.errors import bad_query

_SEGMENT = re.compile(r"([^()]+)(?:\((.*)\))?", re.DOTALL)
_SYSTEM = ("$count", "$ref", "$value")


@dataclass(frozen=True)
class Resource:
    """``accounts(id)/member(member_id)/tail``; the later parts may be absent.

    A record that is named by an alternate key has ``key``, and its ``id`` if there is such a record.
    """

    table: Table
    id: UUID | None = None
    key: Mapping[str, Any] | None = None
    member: str = ""
    member_id: UUID | None = None
    tail: str = ""

    @property
    def is_record(self) -> bool:
        return self.id is not None or self.key is not None

    def found(self) -> "Resource":
        """The same with its id. Raises CrmFault if no record has the values of the key."""
        if self.key is not None and self.id is None:
            raise CrmFault(NO_SUCH_KEY, table=self.table.logical_name)
        return self


def parse_resource(path: str) -> Resource:
    """The resource of a path below the root. Raises ODataError."""
    return located(resource_of(split_path(unquote(path))))


def located(resource: Resource) -> Resource:
    """With the id of the record that has the values of the key, if there is one."""
    if resource.key is None:
        return resource
    return replace(resource, id=find_by_key(resource.table, resource.key))


def resource_of(parts: Sequence[str]) -> Resource:
    """The resource of a decoded path that is split already; keys are not looked up. Raises ODataError."""
    segments = [_split(part) for part in parts or [""]]
    name, key = segments[0]
    table = table_of_entity_set(name)
    if table is None:
        raise unknown_segment(name)
    resource = _record(table, key)
    rest = segments[1:]
    if rest and rest[-1][0] in _SYSTEM:
        resource = replace(resource, tail=rest.pop()[0])
    if len(rest) > 1 or (rest and not resource.is_record):
        raise unknown_segment(rest[-1][0])
    if not rest:
        return resource
    member, member_key = rest[0]
    return replace(resource, member=member, member_id=None if member_key is None else parse_guid(member_key))


def _record(table: Table, key: str | None) -> Resource:
    if key is None:
        return Resource(table)
    named = parse_key(key, table)
    return Resource(table, id=named) if isinstance(named, UUID) else Resource(table, key=named)


def split_path(path: str) -> list[str]:
    """Splits a decoded path at slashes outside quotes, which a key's value may hold."""
    return re.findall(r"(?:'[^']*'|[^/'])+|'", path.strip("/"))


def _split(segment: str) -> tuple[str, str | None]:
    match = _SEGMENT.fullmatch(segment)
    if match is None:
        raise unknown_segment(segment)
    return match[1], match[2]


def parse_reference(text: str, root: str) -> tuple[Table, UUID]:
    """Table and id of ``/accounts(guid)``, ``accounts(accountnumber='A')`` or the absolute address.

    Raises ODataError if it names no record, or by its alternate key one that does not exist.
    """
    resource = located(reference(text, root)).found()
    assert resource.id is not None  # noqa: S101 either named or found
    return resource.table, resource.id


def reference(text: str, root: str) -> Resource:
    """The record that a reference names; its key is not looked up. Raises ODataError."""
    path = text.removeprefix(root) if text.startswith(root) else _without_host(text)
    resource = resource_of(split_path(unquote(path)))
    if not resource.is_record or resource.member or resource.tail:
        raise bad_query(
            "A reference must name one record, such as /accounts(00000000-0000-0000-0000-000000000000)."
        )
    return resource


def _without_host(text: str) -> str:
    """An absolute address of this service under another of its names or versions."""
    match = re.match(r"(?:https?://[^/]+)?/api/data/v9\.\d/", text)
    return text[match.end() :] if match else text
