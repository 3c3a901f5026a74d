"""One table mapping: read with its version, and changed by who read it."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.actions.on_mappings import EDIT_MAPPING, MappingInvalid
from crm_integration.models import IntegrationTableMapping
from crm_integration.rest_api import mapping_change, resource_operations
from crm_integration.rest_api.given_values import given_values
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS
from crm_integration.rest_api.resource_views import RECORD_OPTIONS, ResourceRecordView, missing
from erp.rest_api.api_view import pairs
from erp.rest_api.entity_view import expected_version
from erp.rest_api.openapi.described import Described
from erp.rest_api.rows import ETAG
from odata.etag import format_etag
from odata.query import parse_query_options


class MappingView(ResourceRecordView):
    """``PATCH`` changes what it names, or nothing; ``If-Match`` is required."""

    resource = INTEGRATION_TABLE_MAPPINGS
    http_method_names = ["get", "head", "patch"]

    def permission_for(self, method: str) -> str | None:
        return EDIT_MAPPING.permission if method == "PATCH" else super().permission_for(method)

    def described(self, method: str) -> Described:
        read = resource_operations.with_etag(super().described("GET"), self.resource)
        if method != "PATCH":
            return read
        return resource_operations.changed(self.resource, read, mapping_change.WRITTEN)

    def get(self, request: Request, **path: str) -> Response:
        options = parse_query_options(pairs(request), allowed=RECORD_OPTIONS)
        stored = self._stored(path)
        tag = format_etag(stored.row_version)
        body = self.one(request, self.resource, stored.name, options)
        return Response({**body, ETAG: tag}, headers={"ETag": tag})

    def patch(self, request: Request, **path: str) -> Response:
        stored = self._stored(path)
        expected_version(request, stored.row_version)
        edited = mapping_change.edited(stored, given_values(self.body(request), mapping_change.WRITTEN))
        try:
            self.perform(EDIT_MAPPING, mapping=stored.name, inputs={"edited": edited})
        except MappingInvalid as invalid:
            raise mapping_change.refusal(invalid, edited.declaration) from invalid
        return self.get(request, **path)

    def _stored(self, path: dict[str, Any]) -> IntegrationTableMapping:
        name = self.resource.read_id(path["record_id"])
        found = IntegrationTableMapping.objects.filter(name=name).first()
        if found is None:
            raise missing(self.resource, name)
        return found
