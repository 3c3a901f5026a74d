"""The list of sales documents: columns that need no query of their own per row."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erp.admin import design
from erp.admin.extensions import Status
from erp.admin.formats import money_text
from erp.admin.list_filters import reference_filter, titled
from erp.admin.record_admin import RecordAdmin
from erp.models import SalesDocumentStatus, SalesDocumentType, SalesHeader, SalesLine
from erp.queries.local_currency import local_currency_code


class ShipmentFilter(admin.SimpleListFilter):
    """By how much of an order has gone out."""

    title = _("shipment")
    parameter_name = "shipment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("Nothing shipped")), ("part", _("Partly shipped")), ("all", _("Shipped"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        conditions = {
            "none": {"is_shipped": False},
            "part": {"is_shipped": True, "is_outstanding": True},
            "all": {"is_shipped": True, "is_outstanding": False},
        }
        return queryset.filter(**conditions.get(self.value() or "", {}))


class DocumentList(RecordAdmin):
    """``document_type``: which documents are shown."""

    document_type: SalesDocumentType

    list_display = [
        "no",
        "customer",
        "external_document_no",
        "your_reference",
        "requested_delivery_date",
        "status_look",
        "total_with_vat",
    ]
    list_display_links = ["no"]
    numeric_columns = ["total_with_vat"]
    minor_columns = ["external_document_no", "your_reference", "requested_delivery_date"]
    list_filter = [("status", titled(_("status"))), ("salesperson", reference_filter(_("salesperson")))]
    ordering = ["-no"]
    search_fields = [
        "no",
        "sell_to_customer_name",
        "sell_to_customer__no",
        "external_document_no",
        "your_reference",
    ]
    search_help_text = _("Search no., customer, external document no., your reference")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        lines = SalesLine.objects.filter(document=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                is_shipped=Exists(lines.filter(quantity_shipped__gt=0)),
                is_outstanding=Exists(lines.filter(outstanding_quantity__gt=0)),
                shown_currency=Coalesce("currency_id", Value(local_currency_code())),
            )
        )

    @admin.display(description=_("Customer"), ordering="sell_to_customer_name")
    def customer(self, document: SalesHeader) -> str:
        return document.sell_to_customer_name or document.sell_to_customer_id

    @admin.display(description=_("Status"), ordering="status")
    def status_look(self, document: Any) -> SafeString:
        status = document_status(
            document, is_shipped=document.is_shipped, is_outstanding=document.is_outstanding
        )
        return design.status(status.look, status.text, status.icon)

    @admin.display(description=_("Amount Including VAT"), ordering="amount_including_vat")
    def total_with_vat(self, document: Any) -> str:
        return money_text(document.amount_including_vat, document.shown_currency)


def document_status(document: SalesHeader, *, is_shipped: bool, is_outstanding: bool) -> Status:
    """Where a document stands, in one word."""
    if document.document_type == SalesDocumentType.ORDER and is_shipped:
        return Status(look="run", text=_("Partly shipped") if is_outstanding else _("Shipped"))
    if document.status == SalesDocumentStatus.RELEASED:
        return Status(look="ok", text=SalesDocumentStatus.RELEASED.label)
    return Status(look="wait", text=SalesDocumentStatus.OPEN.label)
