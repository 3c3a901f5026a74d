"""``openapi.yaml`` and ``openapi.json`` of an API: the description, for tools that make clients of it."""

from typing import ClassVar, Final

from django.urls import URLPattern, path
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer2
from rest_framework.request import Request
from rest_framework.response import Response

from erp.rest_api.api_view import ApiView
from erp.rest_api.openapi.document import DescribedApi, openapi_document

RENDERERS: Final = {"yaml": OpenApiYamlRenderer2, "json": OpenApiJsonRenderer2}


class DescriptionView(ApiView):
    schema = None
    api: ClassVar[DescribedApi]
    http_method_names = ["get", "head"]

    def get(self, request: Request) -> Response:
        return Response(openapi_document(self.api))


def description_routes(api: DescribedApi, prefix: str) -> list[URLPattern]:
    """Both formats; their routes are called ``<prefix>_openapi_yaml`` and so on."""
    routes = []
    for name, renderer in RENDERERS.items():
        given = {"api": api, "renderer_classes": [renderer]}
        view: type[DescriptionView] = type("DescriptionView", (DescriptionView,), given)
        routes.append(path(f"openapi.{name}", view.as_view(), name=f"{prefix}_openapi_{name}"))
    return routes
