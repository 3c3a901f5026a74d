"""Functions that belong to no table, and the list of what there is."""

from collections.abc import Callable
from typing import Final

from crm import metadata
from crm.web_api.messages import ApiRequest, ApiResponse, json_response

VERSION: Final = "9.2.24114.00150"


def who_am_i(request: ApiRequest) -> ApiResponse:
    return json_response(
        {
            "@odata.context": f"{request.root}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse",
            "BusinessUnitId": str(request.caller.business_unit_id),
            "UserId": str(request.caller.user_id),
            "OrganizationId": str(request.caller.organization_id),
        }
    )


def retrieve_version(request: ApiRequest) -> ApiResponse:
    return json_response(
        {
            "@odata.context": f"{request.root}$metadata#Microsoft.Dynamics.CRM.RetrieveVersionResponse",
            "Version": VERSION,
        }
    )


def service_document(request: ApiRequest) -> ApiResponse:
    """Every entity set."""
    sets = sorted(table.entity_set for table in metadata.tables())
    return json_response(
        {
            "@odata.context": f"{request.root}$metadata",
            "value": [{"name": name, "kind": "EntitySet", "url": name} for name in sets],
        }
    )


FUNCTIONS: Final[dict[str, Callable[[ApiRequest], ApiResponse]]] = {
    "": service_document,
    "WhoAmI": who_am_i,
    "WhoAmI()": who_am_i,
    "RetrieveVersion": retrieve_version,
    "RetrieveVersion()": retrieve_version,
}
