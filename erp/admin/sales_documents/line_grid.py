"""The grid of lines on the card of a sales document."""

from typing import Any, Final

from django.contrib.admin import TabularInline
from django.db.models import DecimalField, Field, ForeignKey, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.record_form import AmountInput
from erp.admin.sales_documents.line_columns import LineColumns
from erp.admin.sales_documents.line_form import (
    LineForm,
    LineFormSet,
    LineNumberField,
    ProductInput,
    QuantityInput,
    UnitField,
)
from erp.models import SalesDocumentStatus, SalesDocumentType, SalesHeader, SalesLine

_SOLD: Final = [
    "type",
    "no",
    "description",
    "quantity",
    "unit_of_measure",
    "unit_price",
    "line_discount_percent",
    "line_amount",
]
_READ: Final = [
    "type",
    "no",
    "description",
    "sold_quantity",
    "unit",
    "price",
    "discount",
    "line_amount",
]
_POSTED_IN_PARTS: Final = ["qty_to_ship", "shipped", "qty_to_invoice", "invoiced"]


class SalesLines(LineColumns, TabularInline):  # type: ignore[type-arg]
    """Who may change the document may change its lines; of a released one only the quantities to post."""

    model = SalesLine
    form = LineForm
    formset = LineFormSet
    template = "erp/sales_lines.html"
    extra = 1
    classes = ["sales-lines"]
    verbose_name = _("line")
    verbose_name_plural = _("Lines")

    # ---- what is shown

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        ordered = self._documents().document_type == SalesDocumentType.ORDER
        is_read = _released(obj) or not self.has_change_permission(request, obj)
        columns = _READ if obj and is_read else _SOLD
        return [*columns, *_POSTED_IN_PARTS] if ordered and obj else columns

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        columns = _READ if _released(obj) else ["sold_quantity", "unit", "price", "discount", "line_amount"]
        return [*columns, "shipped", "invoiced"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("document").order_by("line_no")

    # ---- the rows

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return self.extra if obj is None or not obj.lines.exists() else 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type[BaseInlineFormSet]:  # type: ignore[type-arg]
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.refused = getattr(request, "refused", None)
        return formset  # type: ignore[no-any-return]

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, DecimalField):
            widget = AmountInput if db_field.name == "unit_price" else QuantityInput
            kwargs = {"form_class": LineNumberField, "widget": widget, **kwargs}
        elif db_field.name == "no":
            kwargs = {"widget": ProductInput, **kwargs}
        elif db_field.name == "unit_of_measure":
            kwargs = {"label": _("Unit"), **kwargs}
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and hasattr(formfield.widget, "can_add_related"):
            formfield.widget = formfield.widget.widget
        return formfield

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        formfield: Any = super().formfield_for_foreignkey(
            db_field, request, **{"form_class": UnitField, **kwargs}
        )
        formfield.choices = list(formfield.choices)  # read once, not for every line
        return formfield

    # ---- who may do what

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._documents().has_view_permission(request, obj)  # type: ignore[no-any-return]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return self._documents().has_add_permission(request)  # type: ignore[no-any-return]
        return self.has_change_permission(request, obj) and not _released(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._documents().has_change_permission(request, obj)  # type: ignore[no-any-return]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj) and not _released(obj)

    def _documents(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)


def _released(document: SalesHeader | None) -> bool:
    return document is not None and document.status == SalesDocumentStatus.RELEASED
