"""Creates, updates, upserts and deletes records, and sets or clears single properties."""

from typing import Any
from uuid import UUID

from django.db import router, transaction

from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.delete import delete_record
from crm.business_rules.errors import DOES_NOT_EXIST, DUPLICATE_ID, CrmFault
from crm.business_rules.update import Change, update_records
from crm.metadata import Table
from crm.models.version import take_versions
from crm.web_api.errors import bad_payload
from crm.web_api.messages import ApiRequest, ApiResponse, empty_response
from crm.web_api.payload import parse_object, record_values
from crm.web_api.resource_path import Resource
from crm.web_api.retrieve import record_response, record_row
from odata.query import RECORD_OPTIONS, parse_query_options


def create(request: ApiRequest, resource: Resource) -> ApiResponse:
    """POST to a collection."""
    values = _values(request, resource.table)
    identifier = values.pop(resource.table.primary_id, None)
    with transaction.atomic(using=router.db_for_write(resource.table.model)):
        return _create(request, resource.table, values, identifier)


def _create(
    request: ApiRequest, table: Table, values: dict[str, Any], identifier: UUID | None
) -> ApiResponse:
    record = NewRecord(values=values, id=identifier)
    (created,) = create_records(table=table, records=[record], caller=request.caller)
    return _written(request, table, created.pk, created=True)


def upsert(request: ApiRequest, resource: Resource) -> ApiResponse:
    """PATCH of a record: an update, or a creation with that id if the conditions permit it."""
    table, identifier = resource.table, resource.id
    assert identifier is not None  # noqa: S101 the dispatcher sends only addresses of records
    values = _values(request, table)
    if values.pop(table.primary_id, identifier) != identifier:
        raise bad_payload(f"'{table.primary_id}' differs from the id in the address.")
    with transaction.atomic(using=router.db_for_write(table.model)):
        take_versions(0)  # whether the record exists stays true until it is written
        return _upsert(request, table, identifier, values)


def _upsert(request: ApiRequest, table: Table, identifier: UUID, values: dict[str, Any]) -> ApiResponse:
    conditions = request.preconditions
    exists = table.model.objects.filter(pk=identifier).exists()
    if exists and conditions.forbids_update:
        raise CrmFault(DUPLICATE_ID)
    if exists:
        change = Change(id=identifier, values=values, preconditions=conditions)
        update_records(table=table, changes=[change], caller=request.caller)
        return _written(request, table, identifier, created=False)
    if conditions.forbids_create:
        raise CrmFault(DOES_NOT_EXIST, table=table.logical_name, id=identifier)
    return _create(request, table, values, identifier)


def _values(request: ApiRequest, table: Table) -> dict[str, Any]:
    return record_values(parse_object(request.body), table, request.root)


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
