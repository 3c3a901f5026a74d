"""``$ref``: ties records together and apart, through a lookup or a many-to-many association."""

from uuid import UUID

from django.apps import apps
from django.db import router, transaction

from crm import metadata
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.privileges import WRITE, check_record
from crm.business_rules.update import Change, update_records
from crm.metadata import Collection, EntityReference, Navigation
from crm.web_api.errors import bad_payload, unknown_segment
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response, not_allowed
from crm.web_api.payload import parse_object
from crm.web_api.resource_path import Resource, parse_reference
from odata.errors import bad_query


def change_reference(request: ApiRequest, resource: Resource) -> ApiResponse:
    """PUT, POST or DELETE of ``accounts(id)/primarycontactid/$ref``, ``teams(id)/…_association/$ref``."""
    navigation = resource.table.navigations.get(resource.member)
    collection = resource.table.collections.get(resource.member)
    if navigation is not None:
        return _change_lookup(request, resource, navigation)
    if collection is None:
        raise unknown_segment(resource.member)
    if not collection.link:
        raise bad_query(f"'{resource.member}' is changed through the lookup of its records.")
    return _change_link(request, resource, collection)


def _change_lookup(request: ApiRequest, resource: Resource, navigation: Navigation) -> ApiResponse:
    if request.method not in ("PUT", "DELETE"):
        raise not_allowed(request.method)
    reference = None if request.method == "DELETE" else _reference(request)
    if reference is not None and reference.table not in navigation.targets:
        raise bad_payload(f"'{resource.member}' cannot point to a record of '{reference.table}'.")
    assert resource.id is not None  # noqa: S101 a member belongs to a record
    values = {navigation.column.logical_name: reference}
    change = Change(id=resource.id, values=values, preconditions=request.preconditions)
    update_records(table=resource.table, changes=[change], caller=request.caller)
    return empty_response()


def _change_link(request: ApiRequest, resource: Resource, collection: Collection) -> ApiResponse:
    if request.method == "POST":
        reference = _reference(request)
        if reference.table != collection.target:
            raise bad_payload(f"'{collection.name}' cannot hold a record of '{reference.table}'.")
        far = reference.id
    else:
        far = resource.member_id or _queried_id(request)
    assert resource.id is not None  # noqa: S101 a member belongs to a record
    model = apps.get_model("crm", collection.link)
    with transaction.atomic(using=router.db_for_write(model)):
        _check_ends(request, collection, resource.id, far)
        ends = {f"{collection.near}_id": resource.id, f"{collection.far}_id": far}
        if request.method == "POST":
            model._default_manager.get_or_create(**ends)
        elif not model._default_manager.filter(**ends).delete()[0]:
            raise CrmFault(DOES_NOT_EXIST, table=collection.link.lower(), id=far)
    return empty_response()


def _check_ends(request: ApiRequest, collection: Collection, near: UUID, far: UUID) -> None:
    """Both records exist and the caller may write both, so that nobody hands out more than is theirs."""
    for name, identifier in ((collection.table, near), (collection.target, far)):
        table = metadata.table(name)
        record = table.model.objects.filter(pk=identifier).first()
        if record is None:
            raise CrmFault(DOES_NOT_EXIST, table=name, id=identifier)
        check_record(caller=request.caller, table=table, verb=WRITE, record=record)


def _reference(request: ApiRequest) -> EntityReference:
    address = parse_object(request.body).get("@odata.id")
    if not isinstance(address, str):
        raise bad_payload("The body must hold an '@odata.id'.")
    table, identifier = parse_reference(address, request.root)
    return EntityReference(table.logical_name, identifier)


def _queried_id(request: ApiRequest) -> UUID:
    address = dict(request.pairs).get("$id")
    if address is None:
        raise bad_query("The record to take away must be named, by $id or in parentheses.")
    return parse_reference(address, request.root)[1]
