"""What is in stock of the products on the lines of quotes and orders."""

from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm.admin.acting_user import acting_caller
from crm.admin.sales_documents import SalesLineInline
from crm.outbound.back_office_line import Line, line_for
from crm.outbound.item_availability import Stock, StockUnknown, ask_stock

MOST: Final = 500


@require_safe
def product_stock(request: HttpRequest) -> JsonResponse:
    """``{"stock": {product: text}, "problem": sentence}`` for the products of ``?product=``."""
    line = line_of(request)
    if line is None:
        raise PermissionDenied
    try:
        ids = [UUID(text) for text in request.GET.getlist("product")[:MOST]]
    except ValueError:
        return JsonResponse({"stock": {}, "problem": _("This is no product.")}, status=400)
    try:
        found = ask_stock(line, list(dict.fromkeys(ids)))
    except StockUnknown as unknown:
        return JsonResponse({"stock": {}, "problem": str(unknown.sentence)})
    return JsonResponse({"stock": {str(id): _text(found.get(id)) for id in ids}, "problem": ""})


def line_of(request: HttpRequest) -> Line | None:
    """How the back office is asked for this person; None if it is not. Looked up once for a request."""
    if not hasattr(request, "stock_line"):
        caller = acting_caller(request)
        request.stock_line = line_for(caller) if caller else None  # type: ignore[attr-defined]
    return request.stock_line  # type: ignore[attr-defined, no-any-return]


def _text(stock: Stock | None) -> str:
    """A product that is no item of the back office, a service for example, has no stock."""
    if stock is None:
        return _("not stocked")
    quantity = number_format(f"{stock.quantity.normalize():f}", use_l10n=True, force_grouping=True)
    return f"{quantity} {stock.unit}"


class StockLineInline(SalesLineInline):
    """Lines with what is in stock, for whom it concerns; it is asked for when the page is there."""

    fields = ["read_version", "productid", "stock", *SalesLineInline.fields[2:]]
    readonly_fields = ["stock", *SalesLineInline.readonly_fields]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        if line_of(request) is None:
            return [name for name in fields if name != "stock"]
        return fields

    @admin.display(description=gettext_lazy("In stock"))
    def stock(self, line: Any) -> SafeString:
        product = line.productid_id or ""
        return format_html(
            '<span data-stock-url="{}" data-product="{}" data-unknown="{}"></span>',
            reverse("product_stock"),
            product,
            _("What is in stock could not be asked for. Load the page again."),
        )
