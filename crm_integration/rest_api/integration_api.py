"""What ``/api/dynamics/v1.0/`` is, for its description."""

from typing import Final

from erp.rest_api.openapi.document import DescribedApi

INTEGRATION_API: Final = DescribedApi(
    title="Integration REST API",
    version="v1.0",
    description=(
        "Couplings, mappings, jobs and errors of the integration with the CRM, in the conventions of the "
        "back office's API. What takes long is answered with 202 and the job; read it until it has ended."
    ),
    root="/api/dynamics/v1.0",
    routes="crm_integration.rest_api.urls",
)
