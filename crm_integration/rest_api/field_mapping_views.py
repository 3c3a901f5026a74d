"""The field mappings of a table mapping: read, added, changed and removed by who read them."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.on_mappings import EDIT_MAPPING, Edited, MappingInvalid
from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.rest_api import field_mapping_change, mapping_change, resource_operations
from crm_integration.rest_api.field_mapping_change import CHANGED, NEW
from crm_integration.rest_api.given_values import given_values
from crm_integration.rest_api.integration_table_mappings import (
    INTEGRATION_FIELD_MAPPINGS,
    INTEGRATION_TABLE_MAPPINGS,
)
from crm_integration.rest_api.integration_view import IntegrationView
from crm_integration.rest_api.resource import quoted_name
from crm_integration.rest_api.resource_views import (
    RECORD_OPTIONS,
    ResourceListView,
    ResourceRecordView,
    missing,
)
from crm_integration.synch_engine.mapping_store import row_of
from erp.rest_api.api_view import pairs
from erp.rest_api.entity_view import expected_version
from erp.rest_api.openapi.described import Described
from erp.rest_api.openapi.parameters import IF_MATCH
from erp.rest_api.rows import ETAG
from odata.etag import format_etag
from odata.query import parse_query_options


class EditingView(IntegrationView):
    """Writing needs the permission to edit mappings, and is what saving the page of the mapping does."""

    def permission_for(self, method: str) -> str | None:
        is_read = method in ("GET", "HEAD")
        return INTEGRATION_FIELD_MAPPINGS.permission if is_read else EDIT_MAPPING.permission

    def save(self, edited: Edited) -> None:
        """Raises ODataError, with all that is wrong."""
        try:
            self.perform(EDIT_MAPPING, mapping=edited.declaration.name, inputs={"edited": edited})
        except MappingInvalid as invalid:
            raise mapping_change.refusal(invalid, edited.declaration) from invalid


class FieldMappingsView(EditingView, ResourceListView):
    """Those of the mapping in the path; ``POST`` adds one, at the end."""

    resource = INTEGRATION_FIELD_MAPPINGS
    http_method_names = ["get", "head", "post"]

    def described(self, method: str) -> Described:
        found = resource_operations.listed(self.resource, within=INTEGRATION_TABLE_MAPPINGS)
        if method == "POST":
            made = resource_operations.created(self.resource, NEW, required=())
            found = replace(made, tag=found.tag, path=found.path)
        return resource_operations.with_etag(found, self.resource)

    def records(self) -> QuerySet[Any]:
        return super().records().filter(mapping=_mapping(self.kwargs["record_id"]))

    def post(self, request: Request, **path: str) -> Response:
        stored = _mapping(path["record_id"])
        edited, row = field_mapping_change.with_new(stored, given_values(self.body(request), NEW))
        self.save(edited)
        made = IntegrationFieldMapping.objects.get(
            mapping=stored, erp_field=row.erp_field, crm_column=row.crm_column
        )
        tag = format_etag(field_mapping_change.version_of(made))
        body = self.one(request, self.resource, made.pk)
        place = f"{INTEGRATION_TABLE_MAPPINGS.name}('{stored.name}')/{self.resource.name}({made.pk})"
        headers = {"Location": self.address(request, place), "ETag": tag}
        return Response({**body, ETAG: tag}, status=201, headers=headers)


class FieldMappingView(EditingView, ResourceRecordView):
    """``PATCH`` and ``DELETE`` require ``If-Match``; what is fixed is neither changed nor removed."""

    resource = INTEGRATION_FIELD_MAPPINGS
    http_method_names = ["get", "head", "patch", "delete"]

    def described(self, method: str) -> Described:
        read = resource_operations.with_etag(super().described("GET"), self.resource)
        found = {
            "GET": read,
            "PATCH": resource_operations.changed(self.resource, read, CHANGED),
            "DELETE": replace(resource_operations.deleted(self.resource), parameters=(IF_MATCH,)),
        }[method]
        in_path = {"parent_id": resource_operations.MAPPING_IN_PATH, **found.path}
        return replace(found, tag=INTEGRATION_TABLE_MAPPINGS.name, path=in_path)

    def get(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        row = self._row(_mapping(path["parent_id"]))
        tag = format_etag(field_mapping_change.version_of(row))
        body = self.one(request, self.resource, row.pk, options)
        return Response({**body, ETAG: tag}, headers={"ETag": tag})

    def patch(self, request: Request, **path: str) -> Response:
        stored = _mapping(path["parent_id"])
        row = self._expected_row(request, stored)
        given = given_values(self.body(request), CHANGED)
        self.save(field_mapping_change.with_changed(stored, row_of(row), given))
        return self.get(request, **path)

    def delete(self, request: Request, **path: str) -> Response:
        stored = _mapping(path["parent_id"])
        row = self._expected_row(request, stored)
        self.save(field_mapping_change.without(stored, row_of(row)))
        return Response(status=204)

    def _expected_row(self, request: Request, stored: IntegrationTableMapping) -> IntegrationFieldMapping:
        """Raises ODataError where it is not as the caller has read it."""
        row = self._row(stored)
        expected_version(request, field_mapping_change.version_of(row))
        return row

    def _row(self, stored: IntegrationTableMapping) -> IntegrationFieldMapping:
        row_id = self.resource.read_id(self.kwargs["record_id"])
        found = next((row for row in stored.field_mappings.all() if row.pk == row_id), None)
        if found is None:
            raise missing(self.resource, row_id)
        return found


def _mapping(key: str) -> IntegrationTableMapping:
    """The mapping that a path names, with its rows. Raises ODataError."""
    name = quoted_name(key)
    found = IntegrationTableMapping.objects.prefetch_related("field_mappings").filter(name=name).first()
    if found is None:
        raise missing(INTEGRATION_TABLE_MAPPINGS, name)
    return found
