"""What there is below ``/ODataV4/``: the service document, and the description of its tables."""

from typing import Final
from xml.sax.saxutils import quoteattr

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from crm_integration.rest_api import order_journey as journey
from crm_integration.rest_api.availability_columns import COLUMNS, LAST_KEY
from crm_integration.rest_api.product_item_availability import ENTITY_SET
from crm_integration.rest_api.web_service_sign_in import web_service

NAMESPACE: Final = "NAV"
STAGES: Final = journey.ENTITY_SET
ENTITY_SETS: Final = (ENTITY_SET, STAGES)


@require_safe
@web_service("erp.open_item_availability")
def service_document(request: HttpRequest) -> HttpResponse:
    entries = [{"name": name, "kind": "EntitySet", "url": name} for name in ENTITY_SETS]
    context = request.build_absolute_uri("/ODataV4/$metadata")
    return JsonResponse({"@odata.context": context, "value": entries}, headers={"OData-Version": "4.0"})


@require_safe
@web_service("erp.open_item_availability")
def metadata_document(request: HttpRequest) -> HttpResponse:
    """CSDL in XML."""
    sets = "".join(f'<EntitySet Name="{name}" EntityType="{NAMESPACE}.{name}"/>' for name in ENTITY_SETS)
    body = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        f'<Schema Namespace="{NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">'
        f"{_stock_type()}{_stage_type()}"
        f'<EntityContainer Name="{NAMESPACE}">{sets}</EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>"
    )
    return HttpResponse(body, content_type="application/xml", headers={"OData-Version": "4.0"})


def _stock_type() -> str:
    key = next(name for name, column in COLUMNS.items() if column.path == LAST_KEY.path)
    properties = "".join(_property(name, column.edm_type) for name, column in COLUMNS.items())
    return _entity_type(ENTITY_SET, (key,), properties)


def _stage_type() -> str:
    required = (*journey.KEYS, "Stage", "Progress", "Partial")
    properties = "".join(
        _property(name, edm_type, nullable=name not in required) for name, edm_type in journey.COLUMNS.items()
    )
    return _entity_type(STAGES, journey.KEYS, properties)


def _entity_type(name: str, keys: tuple[str, ...], properties: str) -> str:
    references = "".join(f'<PropertyRef Name="{key}"/>' for key in keys)
    return f'<EntityType Name="{name}"><Key>{references}</Key>{properties}</EntityType>'


def _property(name: str, edm_type: str, *, nullable: bool = False) -> str:
    null = "" if nullable else ' Nullable="false"'
    return f"<Property Name={quoteattr(name)} Type={quoteattr(edm_type)}{null}/>"
