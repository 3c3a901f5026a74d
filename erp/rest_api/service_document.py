"""What there is at ``/api/v2.0/``: the entity sets by name."""

from rest_framework.request import Request
from rest_framework.response import Response

from erp.rest_api.api_view import ApiView
from erp.rest_api.entities import COMPANIES, ENTITIES


class ServiceDocument(ApiView):
    http_method_names = ["get", "head"]

    def get(self, request: Request) -> Response:
        sets = [
            {"name": entity.name, "kind": "EntitySet", "url": entity.name}
            for entity in (COMPANIES, *ENTITIES)
        ]
        return Response({"@odata.context": request.build_absolute_uri("/api/v2.0/$metadata"), "value": sets})
