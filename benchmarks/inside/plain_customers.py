"""Customers as Django REST framework alone offers them: a serializer of the model, numbered pages.

It has the stored columns of the API's customers by the names of the table; each filter is one condition.
"""

from typing import Any

from django.urls import include, path
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import CharField, ModelSerializer, UUIDField

from erp.models import Customer
from erp.rest_api.authentication import TokenAuthentication

PATH = "/plain/customers"
CONDITIONS = ("name__istartswith", "name__icontains", "name__iendswith", "city__iexact", "salesperson_id")
REFERRED = (
    "country_region", "currency", "payment_terms", "salesperson", "shipment_method", "vat_bus_posting_group"
)  # fmt: skip


class CustomerSerializer(ModelSerializer[Customer]):
    tax_area_id = UUIDField(source="vat_bus_posting_group.id", default=None)
    tax_area_display_name = CharField(source="vat_bus_posting_group.description", default="")
    currency_record_id = UUIDField(source="currency.id", default=None)
    payment_terms_record_id = UUIDField(source="payment_terms.id", default=None)
    shipment_method_record_id = UUIDField(source="shipment_method.id", default=None)

    class Meta:
        model = Customer
        fields = (
            "id", "row_version", "no", "name", "address", "address_2", "city", "county", "country_region",
            "post_code", "phone_no", "e_mail", "home_page", "salesperson", "credit_limit_lcy", "tax_area_id",
            "tax_area_display_name", "currency_record_id", "currency", "payment_terms_record_id",
            "shipment_method_record_id", "blocked", "modified_at",
        )  # fmt: skip


class Pages(PageNumberPagination):  # type: ignore[misc]
    page_size = 500


class Customers(ListAPIView):  # type: ignore[misc]
    authentication_classes = [TokenAuthentication]
    serializer_class = CustomerSerializer
    pagination_class = Pages

    def get_queryset(self) -> Any:
        asked = {name: text for name, text in self.request.query_params.items() if name in CONDITIONS}
        order = self.request.query_params.get("order", "id")
        return Customer.objects.filter(**asked).select_related(*REFERRED).order_by(order, "id")


urlpatterns = [
    path(PATH[1:], Customers.as_view()),
    path("", include("crm_integration.urls")),
]
