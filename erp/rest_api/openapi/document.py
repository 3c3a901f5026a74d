"""A whole description, as an OpenAPI 3.0 document."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import EndpointEnumerator, SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from erp.rest_api.openapi import security  # noqa: F401 - known to the library by being there
from erp.rest_api.openapi.described import Schema


@dataclass(frozen=True, kw_only=True)
class DescribedApi:
    """``routes`` is the module of its routes, which answer below ``root``."""

    title: str
    version: str
    description: str
    root: str
    routes: str


class _Routes(EndpointEnumerator):  # type: ignore[misc]
    def get_path_from_regex(self, path_regex: str) -> str:
        """Paths here are no patterns: their parentheses are OData's."""
        return "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", path_regex)


class _Generator(SchemaGenerator):  # type: ignore[misc]
    endpoint_inspector_cls = _Routes


@cache
def openapi_document(api: DescribedApi) -> Schema:
    made: dict[str, Any] = _Generator(urlconf=api.routes).get_schema(public=True)
    tags = {tag: None for path in made["paths"].values() for one in path.values() for tag in one["tags"]}
    return {
        "openapi": made["openapi"],
        "info": {"title": api.title, "version": api.version, "description": api.description},
        "servers": [{"url": api.root}],
        "tags": [{"name": tag} for tag in tags],
        "paths": made["paths"],
        "components": made["components"],
    }


def openapi_text(api: DescribedApi) -> str:
    """The document in YAML, the same for the same declarations."""
    text: bytes = OpenApiYamlRenderer().render(openapi_document(api))
    return text.decode()
