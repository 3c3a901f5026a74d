"""Creates, updates, upserts and deletes records, and sets or clears single properties."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from crm import metadata
from crm.business_rules.create_related import NewTree, create_members, create_tree
from crm.business_rules.delete import delete_record
from crm.business_rules.errors import DOES_NOT_EXIST, DUPLICATE_ID, NO_SUCH_KEY, CrmFault
from crm.business_rules.solution_components import forget_components
from crm.business_rules.update import Change, update_records
from crm.metadata import Collection, Table
from crm.models.version import in_turn
from crm.web_api.definitions.solution_parts import join_record
from crm.web_api.errors import bad_payload
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response
from crm.web_api.payload import new_tree, parse_object, record_values
from crm.web_api.resource_path import Resource
from crm.web_api.retrieve import record_response, record_row
from odata.query import RECORD_OPTIONS, parse_query_options


def create(request: ApiRequest, resource: Resource) -> ApiResponse:
    """POST to a collection, with the records inside it."""
    tree = new_tree(parse_object(request.body), resource.table, request.root)
    with in_turn():
        return _create(request, tree)


def _create(request: ApiRequest, tree: NewTree) -> ApiResponse:
    created = create_tree(tree, caller=request.caller)
    join_record(request, tree.table, created.pk)
    return _written(request, tree.table, created.pk, created=True)


def create_member(request: ApiRequest, resource: Resource, collection: Collection) -> ApiResponse:
    """POST to ``accounts(id)/contact_customer_accounts``: a new record in the collection of another."""
    assert resource.id is not None  # noqa: S101 a member belongs to a record
    table = metadata.table(collection.target)
    tree = new_tree(parse_object(request.body), table, request.root)
    with in_turn():
        if not resource.table.model.objects.filter(pk=resource.id).exists():
            raise CrmFault(DOES_NOT_EXIST, table=resource.table.logical_name, id=resource.id)
        (created,) = create_members(collection, resource.id, [tree], caller=request.caller)
        return _written(request, table, created.pk, created=True)


def upsert(request: ApiRequest, resource: Resource) -> ApiResponse:
    """PATCH of a record: an update, or a creation with that id or key if the conditions permit it."""
    with in_turn():
        if resource.id is not None and _is_update(request, resource):
            return _update(request, resource.table, resource.id)
        if request.preconditions.forbids_create:
            raise _missing(resource)
        return _create(request, _named(resource, new_tree(_content(request), resource.table, request.root)))


def _is_update(request: ApiRequest, resource: Resource) -> bool:
    """Whether the record exists; not asked where the conditions leave no choice, since writing finds out."""
    conditions = request.preconditions
    if resource.key is None and conditions.forbids_create != conditions.forbids_update:
        return conditions.forbids_create
    return resource.table.model.objects.filter(pk=resource.id).exists()


def _content(request: ApiRequest) -> dict[str, Any]:
    return parse_object(request.body)


def _update(request: ApiRequest, table: Table, identifier: UUID) -> ApiResponse:
    values = record_values(_content(request), table, request.root)
    if values.pop(table.primary_id, identifier) != identifier:
        raise bad_payload(f"'{table.primary_id}' differs from the id in the address.")
    if request.preconditions.forbids_update:
        raise CrmFault(DUPLICATE_ID)
    change = Change(id=identifier, values=values, preconditions=request.preconditions)
    update_records(table=table, changes=[change], caller=request.caller)
    return _written(request, table, identifier, created=False)


def _missing(resource: Resource) -> CrmFault:
    if resource.key is not None:
        return CrmFault(NO_SUCH_KEY, table=resource.table.logical_name)
    return CrmFault(DOES_NOT_EXIST, table=resource.table.logical_name, id=resource.id)


def _named(resource: Resource, tree: NewTree) -> NewTree:
    """The new record with the id or the key of its address. Raises ODataError if the body says otherwise."""
    if resource.key is None:
        if tree.id not in (None, resource.id):
            raise bad_payload(f"'{tree.table.primary_id}' differs from the id in the address.")
        return replace(tree, id=resource.id)
    return replace(tree, values=with_key(tree.values, resource.key))


def with_key(values: Mapping[str, Any], key: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a new record that is named by an alternate key. Raises ODataError."""
    for name, value in key.items():
        if values.get(name, value) != value:
            raise bad_payload(f"'{name}' differs from the key in the address.")
    return {**values, **key}


def _written(request: ApiRequest, table: Table, identifier: UUID, *, created: bool) -> ApiResponse:
    address = f"{request.root}{table.entity_set}({identifier})"
    headers = {"OData-EntityId": address}
    if created:
        headers["Location"] = address
    if not request.preferences.return_representation:
        return empty_response(headers=headers)
    options = parse_query_options(request.pairs, allowed=RECORD_OPTIONS)
    row = record_row(request, table, identifier, options)
    return record_response(request, table, row, options, status=201 if created else 200, headers=headers)


def delete(request: ApiRequest, resource: Resource) -> ApiResponse:
    assert resource.id is not None  # noqa: S101 the dispatcher sends only addresses of records
    delete_record(
        table=resource.table,
        record_id=resource.id,
        caller=request.caller,
        preconditions=request.preconditions,
    )
    forget_components([resource.id])
    return empty_response()


def set_property(request: ApiRequest, resource: Resource) -> ApiResponse:
    """PUT ``{"value": …}`` of one property; DELETE clears it."""
    assert resource.id is not None  # noqa: S101 the dispatcher sends only addresses of records
    value = None
    if request.method == "PUT":
        content = parse_object(request.body)
        if "value" not in content:
            raise bad_payload("The body must hold a 'value'.")
        value = content["value"]
    values = record_values({resource.member: value}, resource.table, request.root)
    change = Change(id=resource.id, values=values, preconditions=request.preconditions)
    update_records(table=resource.table, changes=[change], caller=request.caller)
    return empty_response()
