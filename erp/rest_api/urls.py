"""Paths below ``/api/v2.0/``; those of the entity sets follow from their declarations."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path

from erp.rest_api.action_view import ActionView
from erp.rest_api.api_view import UnknownResource
from erp.rest_api.collection_view import CollectionView
from erp.rest_api.description_view import description_routes
from erp.rest_api.entities import COMPANIES, ENTITIES
from erp.rest_api.entity import Entity
from erp.rest_api.entity_view import EntityView
from erp.rest_api.erp_api import ERP_API
from erp.rest_api.record_view import RecordView
from erp.rest_api.service_document import ServiceDocument

IN_COMPANY = "companies(<str:company_id>)/"
READ = ["get", "head"]


def _routes(entity: Entity, prefix: str, parent: Entity | None = None) -> Iterator[URLPattern]:
    operations, address, name = entity.operations, prefix + entity.name, f"api_{entity.name}"
    of_set = [*READ, *(["post"] if entity.offers_create else [])]
    of_record = [
        *READ,
        *(["patch"] if operations.modify else []),
        *(["delete"] if operations.delete else []),
    ]
    record = f"{address}(<str:record_id>)"
    given = {"entity": entity, "parent": parent}
    yield _route(address, name, CollectionView, given | {"http_method_names": of_set})
    yield _route(record, f"{name}_record", RecordView, given | {"http_method_names": of_record})
    for action in entity.actions:
        attributes = given | {"http_method_names": ["post"], "action": action}
        yield _route(f"{record}/{action.name}", f"{name}_{action.name}", ActionView, attributes)
    if entity.lines is not None:
        yield from _routes(entity.lines, f"{address}(<str:parent_id>)/", entity)


def _route(address: str, name: str, view: type[EntityView], attributes: dict[str, Any]) -> URLPattern:
    return path(address, type(view.__name__, (view,), attributes).as_view(), name=name)  # type: ignore[attr-defined]


urlpatterns = [
    path("", ServiceDocument.as_view(), name="api_service_document"),
    *description_routes(ERP_API, "api"),
    *_routes(COMPANIES, ""),
    *(route for entity in ENTITIES for route in _routes(entity, IN_COMPANY)),
    path("<path:unknown>", UnknownResource.as_view(), name="api_unknown"),
]
