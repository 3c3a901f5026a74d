"""The lines of a posted document, to read."""

from typing import Any

from django.contrib.admin import TabularInline
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.sales_documents.line_columns import LineColumns
from erp.models import SalesCrMemoLine, SalesInvoiceLine, SalesShipmentLine


class PostedLines(LineColumns, TabularInline):  # type: ignore[type-arg]
    """Nobody changes what is posted; who sees the document sees its lines."""

    template = "erp/sales_lines.html"
    extra = 0
    can_delete = False
    classes = ["sales-lines"]
    verbose_name_plural = _("Lines")
    fields = ["type", "no", "description", "sold_quantity", "unit", "price", "discount", "line_amount"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("document").order_by("line_no")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        documents = self.admin_site.get_model_admin(self.parent_model)
        return documents.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShipmentLines(PostedLines):
    model = SalesShipmentLine
    fields = ["type", "no", "description", "sold_quantity", "unit", "invoiced"]


class InvoiceLines(PostedLines):
    model = SalesInvoiceLine


class CreditMemoLines(PostedLines):
    model = SalesCrMemoLine
