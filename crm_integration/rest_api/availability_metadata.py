"""What there is below ``/ODataV4/``: the service document, and the description of its one table."""

from typing import Final
from xml.sax.saxutils import quoteattr

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from crm_integration.rest_api.availability_columns import COLUMNS, LAST_KEY
from crm_integration.rest_api.product_item_availability import ENTITY_SET
from crm_integration.rest_api.web_service_sign_in import web_service

NAMESPACE: Final = "NAV"


@require_safe
@web_service("erp.open_item_availability")
def service_document(request: HttpRequest) -> HttpResponse:
    entry = {"name": ENTITY_SET, "kind": "EntitySet", "url": ENTITY_SET}
    context = request.build_absolute_uri("/ODataV4/$metadata")
    return JsonResponse({"@odata.context": context, "value": [entry]}, headers={"OData-Version": "4.0"})


@require_safe
@web_service("erp.open_item_availability")
def metadata_document(request: HttpRequest) -> HttpResponse:
    """CSDL in XML."""
    key = next(name for name, column in COLUMNS.items() if column.path == LAST_KEY.path)
    properties = "".join(
        f'<Property Name={quoteattr(name)} Type={quoteattr(column.edm_type)} Nullable="false"/>'
        for name, column in COLUMNS.items()
    )
    body = (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>'
        f'<Schema Namespace="{NAMESPACE}" xmlns="http://docs.oasis-open.org/odata/ns/edm">'
        f'<EntityType Name="{ENTITY_SET}"><Key><PropertyRef Name="{key}"/></Key>{properties}</EntityType>'
        f'<EntityContainer Name="{NAMESPACE}">'
        f'<EntitySet Name="{ENTITY_SET}" EntityType="{NAMESPACE}.{ENTITY_SET}"/></EntityContainer>'
        "</Schema></edmx:DataServices></edmx:Edmx>"
    )
    return HttpResponse(body, content_type="application/xml", headers={"OData-Version": "4.0"})
