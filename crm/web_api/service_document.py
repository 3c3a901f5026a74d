"""The service document: every entity set."""

from crm import metadata
from crm.web_api.messages import ApiRequest, ApiResponse, json_response


def service_document(request: ApiRequest) -> ApiResponse:
    sets = sorted(table.entity_set for table in metadata.tables())
    return json_response(
        {
            "@odata.context": f"{request.root}$metadata",
            "value": [{"name": name, "kind": "EntitySet", "url": name} for name in sets],
        }
    )
