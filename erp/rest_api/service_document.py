"""What there is at ``/api/v2.0/``: the entity sets by name."""

from rest_framework.request import Request
from rest_framework.response import Response

from erp.rest_api.api_view import ApiView
from erp.rest_api.entities import COMPANIES, ENTITIES
from erp.rest_api.openapi.described import Described
from erp.rest_api.openapi.service_document import SERVICE_DOCUMENT


class ServiceDocument(ApiView):
    http_method_names = ["get", "head"]

    def described(self, method: str) -> Described:
        return SERVICE_DOCUMENT

    def get(self, request: Request) -> Response:
        sets = [
            {"name": entity.name, "kind": "EntitySet", "url": entity.name}
            for entity in (COMPANIES, *ENTITIES)
        ]
        return Response({"@odata.context": request.build_absolute_uri("/api/v2.0/$metadata"), "value": sets})
