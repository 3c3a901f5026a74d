"""Paths below ``/api/v2.0/``; those of the entity sets follow from their declarations."""

from typing import Any

from django.urls import URLPattern, path

from erp.rest_api.api_view import UnknownResource
from erp.rest_api.collection_view import CollectionView
from erp.rest_api.entities import COMPANIES, ENTITIES
from erp.rest_api.entity import Entity
from erp.rest_api.entity_view import EntityView
from erp.rest_api.record_view import RecordView
from erp.rest_api.service_document import ServiceDocument

IN_COMPANY = "companies(<str:company_id>)/"


def _routes(entity: Entity, prefix: str) -> list[URLPattern]:
    operations = entity.operations
    of_set = ["get", "head", *(["post"] if operations.create else [])]
    of_record = [
        *("get", "head"),
        *(["patch"] if operations.modify else []),
        *(["delete"] if operations.delete else []),
    ]
    address = prefix + entity.name
    return [
        _route(address, f"api_{entity.name}", CollectionView, entity, of_set),
        _route(f"{address}(<str:record_id>)", f"api_{entity.name}_record", RecordView, entity, of_record),
    ]


def _route(address: str, name: str, view: type[EntityView], entity: Entity, methods: list[str]) -> URLPattern:
    attributes: dict[str, Any] = {"entity": entity, "http_method_names": methods}
    return path(address, type(view.__name__, (view,), attributes).as_view(), name=name)  # type: ignore[attr-defined]


urlpatterns = [
    path("", ServiceDocument.as_view(), name="api_service_document"),
    *_routes(COMPANIES, ""),
    *(route for entity in ENTITIES for route in _routes(entity, IN_COMPANY)),
    path("<path:unknown>", UnknownResource.as_view(), name="api_unknown"),
]
