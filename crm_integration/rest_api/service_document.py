"""What there is at ``/api/dynamics/v1.0/``: the resources by name."""

from typing import Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.rest_api.coupled_data_errors import COUPLED_DATA_ERRORS
from crm_integration.rest_api.couplings import COUPLINGS
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS
from crm_integration.rest_api.integration_view import IntegrationView
from crm_integration.rest_api.job_queue_entries import JOB_QUEUE_ENTRIES
from crm_integration.rest_api.jobs import JOBS
from crm_integration.rest_api.synchronization_jobs import SYNCHRONIZATION_JOBS

RESOURCES: Final = (
    INTEGRATION_TABLE_MAPPINGS,
    COUPLINGS,
    JOBS,
    JOB_QUEUE_ENTRIES,
    SYNCHRONIZATION_JOBS,
    COUPLED_DATA_ERRORS,
)


class ServiceDocument(IntegrationView):
    http_method_names = ["get", "head"]

    def get(self, request: Request) -> Response:
        sets = [{"name": resource.name, "kind": "EntitySet", "url": resource.name} for resource in RESOURCES]
        return Response({"@odata.context": self.address(request, "$metadata"), "value": sets})
