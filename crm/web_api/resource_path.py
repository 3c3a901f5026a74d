"""Reads the path of a request: which table, which record, which property."""

import re
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import UUID

from crm.metadata import Table, table_of_entity_set
from crm.web_api.errors import BAD_REQUEST, unknown_segment
from odata.errors import ODataError, bad_query

_SEGMENT = re.compile(r"([^()]+)(?:\((.*)\))?", re.DOTALL)
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE | re.ASCII)
_SYSTEM = ("$count", "$ref", "$value")


@dataclass(frozen=True)
class Resource:
    """``accounts(id)/member(member_id)/tail``; the later parts may be absent."""

    table: Table
    id: UUID | None = None
    member: str = ""
    member_id: UUID | None = None
    tail: str = ""


def parse_resource(path: str) -> Resource:
    """The resource of a path below the root. Raises ODataError."""
    segments = [_split(unquote(segment)) for segment in _segments(path)]
    name, key = segments[0]
    table = table_of_entity_set(name)
    if table is None:
        raise unknown_segment(name)
    identifier = None if key is None else parse_key(key, table)
    rest = segments[1:]
    tail = rest.pop()[0] if rest and rest[-1][0] in _SYSTEM else ""
    if len(rest) > 1 or (rest and identifier is None):
        raise unknown_segment(rest[-1][0])
    if not rest:
        return Resource(table=table, id=identifier, tail=tail)
    member, member_key = rest[0]
    return Resource(
        table=table,
        id=identifier,
        member=member,
        member_id=None if member_key is None else parse_guid(member_key),
        tail=tail,
    )


def _segments(path: str) -> list[str]:
    """Splits at slashes outside quotes, which a key's value may hold."""
    parts = re.findall(r"(?:'[^']*'|[^/'])+|'", path.strip("/"))
    if not parts:
        raise unknown_segment(path)
    return parts


def _split(segment: str) -> tuple[str, str | None]:
    match = _SEGMENT.fullmatch(segment)
    if match is None:
        raise unknown_segment(segment)
    return match[1], match[2]


def parse_key(key: str, table: Table) -> UUID:
    """The id in parentheses, alone or by the name of the primary id. Raises ODataError for other keys."""
    name, equals, value = key.partition("=")
    if not equals:
        return parse_guid(key)
    if name.strip() == table.primary_id:
        return parse_guid(value)
    names = [part.partition("=")[0].strip() for part in key.split(",")]
    raise ODataError(
        400,
        BAD_REQUEST,
        f"The specified key attributes are not a defined key for the {table.logical_name} entity: "
        f"{', '.join(names)[:100]}",
    )


def parse_guid(text: str) -> UUID:
    match = _GUID.fullmatch(text.strip().strip("'"))
    if match is None:
        shown = text[:60].encode("ascii", "backslashreplace").decode()
        raise bad_query(f"'{shown}' is not a GUID.")
    return UUID(match[1])


def parse_reference(text: str, root: str) -> tuple[Table, UUID]:
    """Table and id of ``/accounts(guid)``, ``accounts(guid)`` or the absolute address. Raises ODataError."""
    path = text.removeprefix(root) if text.startswith(root) else _without_host(text)
    resource = parse_resource(path)
    if resource.id is None or resource.member or resource.tail:
        raise bad_query(
            "A reference must name one record, such as /accounts(00000000-0000-0000-0000-000000000000)."
        )
    return resource.table, resource.id


def _without_host(text: str) -> str:
    """An absolute address of this service under another of its names or versions."""
    match = re.match(r"(?:https?://[^/]+)?/api/data/v9\.\d/", text)
    return text[match.end() :] if match else text
