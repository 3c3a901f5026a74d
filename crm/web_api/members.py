"""Reads what hangs on one record: a property, the record that a lookup points to, a collection."""

from uuid import UUID

from django.db.models import Q

from crm import metadata
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.metadata import Collection, Column
from crm.web_api.annotations import lookup_target
from crm.web_api.errors import unknown_segment
from crm.web_api.expand import linked_ids
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response, json_response
from crm.web_api.resource_path import Resource
from crm.web_api.retrieve import retrieve_collection, retrieve_record, visible
from crm.web_api.rows import RawRow, RowReader


def retrieve_member(request: ApiRequest, resource: Resource) -> ApiResponse:
    """GET of ``accounts(id)/name``, ``…/primarycontactid``, ``…/contact_customer_accounts``."""
    table, member = resource.table, resource.member
    if member in table.properties and resource.tail in ("", "$value"):
        return _property(request, resource, table.properties[member])
    if member in table.navigations and resource.tail in ("", "$ref"):
        return _target(request, resource)
    if member in table.collections and not resource.tail:
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
    row, _ = _row(request, resource, column)
    value = row.json[column.property_name]
    if value is None:
        return empty_response()
    if resource.tail == "$value":
        headers = {"Content-Type": "text/plain; charset=utf-8", "OData-Version": "4.0"}
        return ApiResponse(200, headers, str(value).encode())
    address = f"{request.root}$metadata#{resource.table.entity_set}({resource.id})/{resource.member}"
    return json_response({"@odata.context": address, "value": value})


def _target(request: ApiRequest, resource: Resource) -> ApiResponse:
    navigation = resource.table.navigations[resource.member]
    row, reader = _row(request, resource, navigation.column)
    target = lookup_target(row, reader, navigation.column)
    if target is None or target[0] not in navigation.targets:
        return empty_response()
    table = metadata.table(target[0])
    if resource.tail == "$ref":
        address = f"{request.root}{table.entity_set}({target[1]})"
        return json_response({"@odata.context": f"{request.root}$metadata#$ref", "@odata.id": address})
    return retrieve_record(request, table, target[1])


def _collection(request: ApiRequest, resource: Resource, collection: Collection) -> ApiResponse:
    assert resource.id is not None  # noqa: S101 a member belongs to a record
    if not visible(request, resource.table, resource.id).exists():
        raise CrmFault(DOES_NOT_EXIST, table=resource.table.logical_name, id=resource.id)
    table = metadata.table(collection.target)
    return retrieve_collection(request, table, _members(collection, resource.id))


def _members(collection: Collection, near: UUID) -> Q:
    if collection.link:
        return Q(pk__in=[far for _, far in linked_ids([near], collection)])
    lookup = metadata.table(collection.target).columns[collection.lookup]
    condition = Q((lookup.attname, near))
    return condition & Q((lookup.type_attname, collection.table)) if lookup.type_attname else condition
