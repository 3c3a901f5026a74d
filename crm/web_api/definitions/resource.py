"""Answers what is asked about definitions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from crm import metadata
from crm.metadata import Table
from crm.web_api.definitions.attributes import CHOICES, NAMESPACE, attributes, option_sets_of
from crm.web_api.definitions.entities import entity, keys
from crm.web_api.definitions.option_sets import global_option_sets
from crm.web_api.definitions.relationships import (
    all_many_to_many,
    all_one_to_many,
    many_to_many_of,
    many_to_one,
    one_to_many,
)
from crm.web_api.definitions.rows_query import Row, matching, selected, without_enumerations
from crm.web_api.errors import BAD_REQUEST, unknown_segment
from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from crm.web_api.resource_path import split_path
from odata.errors import ODataError, bad_query
from odata.query import Expand, QueryOptions, parse_query_options

ROOTS: Final = ("EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions")
_COLLECTION: Final = frozenset({"$select", "$filter", "$orderby", "$top", "$expand", "$count"})
_RECORD: Final = frozenset({"$select", "$expand"})
_OF_TABLE: Final[dict[str, Callable[[Table], list[Row]]]] = {
    "Attributes": attributes,
    "Keys": keys,
    "OneToManyRelationships": one_to_many,
    "ManyToOneRelationships": many_to_one,
    "ManyToManyRelationships": many_to_many_of,
}
_NAME_OF: Final = {
    "EntityDefinitions": "LogicalName",
    "Attributes": "LogicalName",
    "Keys": "LogicalName",
    "OneToManyRelationships": "SchemaName",
    "ManyToOneRelationships": "SchemaName",
    "ManyToManyRelationships": "SchemaName",
    "RelationshipDefinitions": "SchemaName",
    "GlobalOptionSetDefinitions": "Name",
}


class Segment(NamedTuple):
    """``Attributes(LogicalName='name')``: the name, and the key in parentheses if there is one."""

    name: str
    key: str | None


@dataclass(frozen=True)
class Place:
    """Where a path has led so far: to definitions of one kind, or to one of them; what hangs on ``owner``."""

    name: str
    rows: Sequence[Row]
    row: Row | None = None
    owner: Row | None = None

    def keyed(self, key: str | None) -> "Place":
        return self if key is None else replace(self, row=find(self.rows, self.name, key))

    def follow(self, step: Segment) -> "Place":
        """One segment on. Raises ODataError."""
        if step.name.startswith(NAMESPACE):
            return self._cast(f"#{step.name}").keyed(step.key)
        if self.row is None:
            raise unknown_segment(step.name)
        return _followed(self.row, step.name).keyed(step.key)

    def _cast(self, kind: str) -> "Place":
        if self.row is None:
            return replace(self, rows=[row for row in self.rows if row.get("@odata.type") == kind])
        if self.row.get("@odata.type", kind) != kind:
            raise ODataError(404, BAD_REQUEST, f"The definition is no {kind.removeprefix('#' + NAMESPACE)}.")
        return self


def is_definition(path: str) -> bool:
    return path.partition("(")[0].partition("/")[0] in ROOTS


def locate(path: str) -> Place:
    """What the path names. Raises ODataError."""
    first, *rest = (_segment(unquote(text)) for text in split_path(path))
    place = Place(first.name, _all(first.name, first.key)).keyed(first.key)
    for step in rest:
        place = place.follow(step)
    return place


def read_definition(request: ApiRequest) -> ApiResponse:
    """The answer to GET. Raises ODataError."""
    place = locate(request.path)
    return _collection(request, place) if place.row is None else _record(request, place.name, place.row)


def _segment(text: str) -> Segment:
    name, parenthesis, key = text.partition("(")
    if parenthesis and not key.endswith(")"):
        raise unknown_segment(text)
    return Segment(name, key[:-1] if parenthesis else None)


def _all(root: str, key: str | None) -> list[Row]:
    """Everything of a kind; of tables the one that the key names, as far as it names one."""
    if root == "EntityDefinitions":
        by, wanted = _parsed_key(key or "")
        tables = metadata.tables()
        if by == "LogicalName":
            tables = tuple(table for table in tables if table.logical_name.casefold() == wanted.casefold())
        return [entity(table) for table in tables]
    if root == "RelationshipDefinitions":
        return [*all_one_to_many(), *all_many_to_many()]
    return list(global_option_sets())


def find(rows: Sequence[Row], name: str, key: str) -> Row:
    """The row of that id or name. Raises ODataError."""
    by, wanted = _parsed_key(key)
    if by not in ("MetadataId", _NAME_OF[name]):
        raise bad_query(f"'{by[:60]}' is no key of {name}.")
    for row in rows:
        if row[by].casefold() == wanted.casefold():
            return row
    raise ODataError(404, BAD_REQUEST, f"Could not find a definition with {by} '{wanted[:100]}'.")


def _parsed_key(key: str) -> tuple[str, str]:
    """The property that the key is of, and its value, in which case does not matter."""
    column, equals, value = key.partition("=")
    wanted = (value if equals else key).strip().strip("'").replace("''", "'")
    return column.strip() if equals else "MetadataId", wanted


def _followed(row: Row, step: str) -> Place:
    """What a property of a definition leads to."""
    if step in _OF_TABLE and "EntitySetName" in row:
        return Place(step, _OF_TABLE[step](metadata.table(row["LogicalName"])), owner=row)
    if step in ("OptionSet", "GlobalOptionSet") and row.get("AttributeType") in CHOICES:
        found = _option_sets(row)[step]
        if found is None:
            raise ODataError(404, BAD_REQUEST, f"The column has no {step}.")
        return Place(step, [found], found)
    raise unknown_segment(step)


def _option_sets(row: Row) -> dict[str, Any]:
    table = metadata.table(row["EntityLogicalName"])
    return option_sets_of(table, table.columns[row["LogicalName"]])


def _collection(request: ApiRequest, place: Place) -> ApiResponse:
    options = parse_query_options(without_enumerations(request.pairs), allowed=_COLLECTION)
    found = matching(place.rows, options)
    content: Row = {"@odata.context": f"{request.root}$metadata#{place.name}"}
    if options.count:
        content["@odata.count"] = len(found)
    content["value"] = [_shown(row, options) for row in found]
    return json_response(content)


def _record(request: ApiRequest, name: str, row: Row) -> ApiResponse:
    options = parse_query_options(without_enumerations(request.pairs), allowed=_RECORD)
    context = f"{request.root}$metadata#{name}/$entity"
    return json_response({"@odata.context": context, **_shown(row, options)})


def _shown(row: Row, options: QueryOptions) -> Row:
    shown = selected(row, options.select)
    for expand in options.expand:
        shown = {**shown, expand.name: _expanded(row, expand)}
    return shown


def _expanded(row: Row, expand: Expand) -> Any:
    if expand.name in ("OptionSet", "GlobalOptionSet"):
        found = _option_sets(row)[expand.name] if row.get("AttributeType") in CHOICES else None
        return found and selected(found, expand.options.select)
    if expand.name not in _OF_TABLE or "EntitySetName" not in row:
        raise bad_query(f"'{expand.name[:60]}' cannot be expanded on a definition.")
    rows = _OF_TABLE[expand.name](metadata.table(row["LogicalName"]))
    return [_shown(item, expand.options) for item in matching(rows, expand.options)]


def find_option_set(address: str) -> str:
    """The name of the global option set that the address names. Raises ODataError."""
    place = locate(address.rpartition("/")[2])
    if place.name != "GlobalOptionSetDefinitions" or place.row is None:
        raise bad_query("A global option set is named as GlobalOptionSetDefinitions(Name='…').")
    return str(place.row["Name"])
