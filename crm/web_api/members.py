"""Reads what hangs on one record: a property, the record that a lookup points to, a collection."""

from crm import metadata
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.metadata import Collection, Column
from crm.web_api.annotations import annotate, lookup_target
from crm.web_api.errors import unknown_segment
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response, json_response
from crm.web_api.resource_path import Resource
from crm.web_api.retrieve import (
    applied,
    count_collection,
    retrieve_collection,
    retrieve_record,
    retrieve_references,
    visible,
)
from crm.web_api.rows import RawRow, RowReader
from crm.web_api.scope import members_of
from crm.web_api.surroundings import surroundings
from odata.query import parse_query_options

_COLLECTIONS = {"": retrieve_collection, "$count": count_collection, "$ref": retrieve_references}


def retrieve_member(request: ApiRequest, resource: Resource) -> ApiResponse:
    """GET of ``accounts(id)/name``, ``…/primarycontactid``, ``…/contact_customer_accounts``."""
    table, member = resource.table, resource.member
    if member in table.properties and resource.tail in ("", "$value"):
        return _property(request, resource, table.properties[member])
    if member in table.navigations and resource.tail in ("", "$ref"):
        return _target(request, resource)
    if member in table.collections and resource.tail in _COLLECTIONS:
        return _collection(request, resource, table.collections[member])
    raise unknown_segment(member)


def _row(request: ApiRequest, resource: Resource, column: Column) -> tuple[RawRow, RowReader]:
    assert resource.id is not None  # noqa: S101 a member belongs to a record
    reader = RowReader(resource.table, [column])
    rows = reader.read(visible(request, resource.table, resource.id))
    if not rows:
        raise CrmFault(DOES_NOT_EXIST, table=resource.table.logical_name, id=resource.id)
    return rows[0], reader


def _property(request: ApiRequest, resource: Resource, column: Column) -> ApiResponse:
    """The value with its annotations; its text alone for ``/$value``."""
    parse_query_options(request.pairs, allowed=frozenset())
    row, reader = _row(request, resource, column)
    name = column.property_name
    value = row.json[name]
    if value is None:
        return empty_response()
    if resource.tail == "$value":
        headers = {"Content-Type": "text/plain; charset=utf-8", "OData-Version": "4.0"}
        return ApiResponse(200, headers, _plain(value).encode())
    annotate([row], reader, request.preferences)
    address = f"{request.root}$metadata#{resource.table.entity_set}({resource.id})/{resource.member}"
    beside = {key.removeprefix(name): text for key, text in row.json.items() if key.startswith(f"{name}@")}
    return json_response({"@odata.context": address, **beside, "value": value}, headers=applied(request))


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _target(request: ApiRequest, resource: Resource) -> ApiResponse:
    navigation = resource.table.navigations[resource.member]
    row, reader = _row(request, resource, navigation.column)
    target = lookup_target(row, reader, reader.placed[0])
    if target is None or target[0] not in navigation.targets:
        return empty_response()
    table = metadata.table(target[0])
    if resource.tail == "$ref":
        parse_query_options(request.pairs, allowed=frozenset())
        address = f"{request.root}{table.entity_set}({target[1]})"
        return json_response({"@odata.context": f"{request.root}$metadata#$ref", "@odata.id": address})
    return retrieve_record(request, table, target[1])


def _collection(request: ApiRequest, resource: Resource, collection: Collection) -> ApiResponse:
    assert resource.id is not None  # noqa: S101 a member belongs to a record
    if not visible(request, resource.table, resource.id).exists():
        raise CrmFault(DOES_NOT_EXIST, table=resource.table.logical_name, id=resource.id)
    members = members_of(collection, caller=request.caller, around=surroundings(request.caller))
    scope = members.source
    scope.rows = members.of([resource.id])
    if resource.member_id is not None:
        if resource.tail or not scope.rows.filter(pk=resource.member_id).exists():
            raise CrmFault(DOES_NOT_EXIST, table=scope.table.logical_name, id=resource.member_id)
        return retrieve_record(request, scope.table, resource.member_id)
    return _COLLECTIONS[resource.tail](request, scope.table, scope)
