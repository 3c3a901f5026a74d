"""``/api/v2.0/openapi.yaml``: the description, for tools that make clients of it."""

from django.http import HttpResponse
from rest_framework.request import Request

from erp.rest_api.api_view import ApiView
from erp.rest_api.openapi.document import openapi_text


class OpenApiDescription(ApiView):
    http_method_names = ["get", "head"]

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse(openapi_text(), content_type="application/yaml")
