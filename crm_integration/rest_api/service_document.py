"""What there is at ``/api/dynamics/v1.0/``: the resources by name."""

from typing import Final

from rest_framework.request import Request
from rest_framework.response import Response

from crm_integration.rest_api.account_statistics import ACCOUNT_STATISTICS
from crm_integration.rest_api.coupled_data_errors import COUPLED_DATA_ERRORS
from crm_integration.rest_api.couplings import COUPLINGS
from crm_integration.rest_api.crm_documents import CRM_SALES_ORDERS, CRM_SALES_QUOTES
from crm_integration.rest_api.full_synch_review import FULL_SYNCH_REVIEW
from crm_integration.rest_api.integration_table_mappings import INTEGRATION_TABLE_MAPPINGS
from crm_integration.rest_api.integration_view import IntegrationView
from crm_integration.rest_api.job_queue_entries import JOB_QUEUE_ENTRIES
from crm_integration.rest_api.jobs import JOBS
from crm_integration.rest_api.posted_sales_invoices import POSTED_SALES_INVOICES
from crm_integration.rest_api.synchronization_changes import SYNCHRONIZATION_CHANGES
from crm_integration.rest_api.synchronization_jobs import SYNCHRONIZATION_JOBS
from erp.rest_api.openapi.described import Described
from erp.rest_api.openapi.service_document import SERVICE_DOCUMENT

RESOURCES: Final = (
    INTEGRATION_TABLE_MAPPINGS,
    COUPLINGS,
    JOBS,
    JOB_QUEUE_ENTRIES,
    SYNCHRONIZATION_JOBS,
    COUPLED_DATA_ERRORS,
    CRM_SALES_ORDERS,
    CRM_SALES_QUOTES,
    ACCOUNT_STATISTICS,
    POSTED_SALES_INVOICES,
    SYNCHRONIZATION_CHANGES,
)


class ServiceDocument(IntegrationView):
    http_method_names = ["get", "head"]

    def described(self, method: str) -> Described:
        return SERVICE_DOCUMENT

    def get(self, request: Request) -> Response:
        sets = [{"name": resource.name, "kind": "EntitySet", "url": resource.name} for resource in RESOURCES]
        sets.append({"name": FULL_SYNCH_REVIEW.name, "kind": "Singleton", "url": FULL_SYNCH_REVIEW.name})
        return Response({"@odata.context": self.address(request, "$metadata"), "value": sets})
