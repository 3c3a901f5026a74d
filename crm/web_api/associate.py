"""``$ref``: ties records together and apart, through a lookup, from either of its ends, or a link."""

from uuid import UUID

from crm.business_rules.associate import associate, disassociate
from crm.business_rules.update import Change, update_records
from crm.metadata import Collection, EntityReference, Navigation
from crm.web_api.errors import bad_payload, unknown_segment
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response, not_allowed
from crm.web_api.payload import parse_object
from crm.web_api.resource_path import Resource, parse_reference
from odata.errors import bad_query


def change_reference(request: ApiRequest, resource: Resource) -> ApiResponse:
    """PUT, POST or DELETE of ``accounts(id)/primarycontactid/$ref``, ``accounts(id)/Account_Tasks/$ref``."""
    assert resource.id is not None  # noqa: S101 a member belongs to a record
    navigation = resource.table.navigations.get(resource.member)
    collection = resource.table.collections.get(resource.member)
    if navigation is not None:
        _change_lookup(request, resource, resource.id, navigation)
    elif collection is not None:
        _change_collection(request, resource, resource.id, collection)
    else:
        raise unknown_segment(resource.member)
    return empty_response()


def _change_lookup(request: ApiRequest, resource: Resource, identifier: UUID, navigation: Navigation) -> None:
    if request.method not in ("PUT", "DELETE"):
        raise not_allowed(request.method)
    reference = None if request.method == "DELETE" else _reference(request)
    if reference is not None and reference.table not in navigation.targets:
        raise bad_payload(f"'{resource.member}' cannot point to a record of '{reference.table}'.")
    values = {navigation.column.logical_name: reference}
    change = Change(id=identifier, values=values, preconditions=request.preconditions)
    update_records(table=resource.table, changes=[change], caller=request.caller)


def _change_collection(request: ApiRequest, resource: Resource, near: UUID, collection: Collection) -> None:
    if request.method == "PUT":
        raise not_allowed(request.method)
    if request.method == "POST":
        reference = _reference(request)
        if reference.table != collection.target:
            raise bad_payload(f"'{collection.name}' cannot hold a record of '{reference.table}'.")
        associate(collection, near, reference.id, caller=request.caller)
    else:
        far = resource.member_id or _queried_id(request, collection)
        disassociate(collection, near, far, caller=request.caller)


def _reference(request: ApiRequest) -> EntityReference:
    address = parse_object(request.body).get("@odata.id")
    if not isinstance(address, str):
        raise bad_payload("The body must hold an '@odata.id'.")
    table, identifier = parse_reference(address, request.root)
    return EntityReference(table.logical_name, identifier)


def _queried_id(request: ApiRequest, collection: Collection) -> UUID:
    address = dict(request.pairs).get("$id")
    if address is None:
        raise bad_query("The record to take away must be named, by $id or in parentheses.")
    table, identifier = parse_reference(address, request.root)
    if table.logical_name != collection.target:
        raise bad_query(f"'{collection.name}' cannot hold a record of '{table.logical_name}'.")
    return identifier
