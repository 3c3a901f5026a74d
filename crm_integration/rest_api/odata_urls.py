"""Paths below ``/ODataV4/``: what the CRM asks by its connection row."""

from django.urls import path

from crm_integration.rest_api import order_journey as journey
from crm_integration.rest_api.availability_metadata import metadata_document, service_document
from crm_integration.rest_api.product_item_availability import ENTITY_SET, product_item_availability

urlpatterns = [
    path("", service_document, name="odata_service_document"),
    path("$metadata", metadata_document, name="odata_metadata"),
    path(ENTITY_SET, product_item_availability, name="product_item_availability"),
    path(journey.ENTITY_SET, journey.order_journey, name="odata_order_journey"),
]
