"""Every route of the project, by the address that docs/permissions.md gives it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from erp.admin.site import site

ERP_API, CRM_API, ODATA = "/api/v2.0/", "/api/dynamics/v1.0/", "/ODataV4/"
# What a table of records has below its address.
OF_TABLE = frozenset(
    {
        *("", "add/", "{id}/", "{id}/change/", "{id}/delete/", "{id}/history/"),
        *("actions/{code}/", "{id}/actions/{code}/", "{id}/factboxes/{code}/"),
    }
)


@cache
def routes() -> dict[str, Any]:
    """The pattern that answers at each address."""
    found: dict[str, Any] = {}
    for address, pattern in _walk(get_resolver().url_patterns, "/"):
        found.setdefault(address, pattern)
    return found


def _walk(patterns: Iterable[Any], before: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = before + _readable(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, address)
        else:
            yield address, pattern


def _readable(pattern: Any) -> str:
    """Parameters by name, those that identify a record all as id; what may be left out is left out."""
    text = str(pattern)
    if isinstance(pattern, RegexPattern):
        text = re.sub(r"\(\?P<(\w+)>(?:\[[^]]*\]|[^()\[])*\)", r"<\1>", text)
        text = re.sub(r"\(\?:[^()]*\)\?", "", text)
        text = text.replace("\\", "").strip("^$")
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: f"{{{_name(found[1])}}}", text)


def _name(parameter: str) -> str:
    return "id" if parameter.endswith("id") and parameter != "content_type_id" else parameter


def tables() -> dict[str, Any]:
    """The page of every table that has records to look at, by the address of its list."""
    return {
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/": page
        for model, page in site._registry.items()
    }


def is_of_table(address: str) -> bool:
    return any(address.startswith(table) and address.removeprefix(table) in OF_TABLE for table in tables())


def methods_of(address: str) -> frozenset[str]:
    """What a route of the REST API offers."""
    offered = {method.upper() for method in routes()[address].callback.cls.http_method_names}
    return frozenset(offered & {"GET", "POST", "PATCH", "PUT", "DELETE"})
