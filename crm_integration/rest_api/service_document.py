"""What there is at ``/api/dynamics/v1.0/``: the resources by name."""

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.rest_api.couplings import COUPLINGS
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS
from crm_integration.rest_api.integration_view import IntegrationView
from crm_integration.rest_api.jobs import JOBS


class ServiceDocument(IntegrationView):
    http_method_names = ["get", "head"]

    def get(self, request: Request) -> Response:
        sets = [
            {"name": resource.name, "kind": "EntitySet", "url": resource.name}
            for resource in (INTEGRATION_TABLE_MAPPINGS, COUPLINGS, JOBS)
        ]
        return Response({"@odata.context": self.address(request, "$metadata"), "value": sets})
