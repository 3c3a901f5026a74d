"""What can be sold on a line, found while its number is typed."""

from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, JsonResponse

from erp.admin.site import site
from erp.models import GLAccount, Item, Resource, SalesLineType

MOST_OFFERED = 20
_TABLES: Final[dict[str, tuple[Any, str]]] = {
    SalesLineType.ITEM: (Item, "description"),
    SalesLineType.RESOURCE: (Resource, "name"),
    SalesLineType.GL_ACCOUNT: (GLAccount, "name"),
}


def sales_line_products(request: HttpRequest) -> JsonResponse:
    """The records of the type ``type`` whose number or name contains ``term``; none for a comment."""
    model, name = _TABLES.get(request.GET.get("type", ""), (None, ""))
    term = request.GET.get("term", "").strip()[:100]
    if model is None or not term or "\x00" in term:
        return JsonResponse({"results": []})
    matching = model.objects.filter(Q(no__icontains=term) | Q(**{f"{name}__icontains": term}), blocked=False)
    found = matching.order_by("no").values_list("no", name)[:MOST_OFFERED]
    return JsonResponse({"results": [{"id": no, "text": text} for no, text in found]})


site.register_view(
    "sales-line-products/",
    sales_line_products,
    "sales_line_products",
    permission=("erp.view_item", "erp.view_resource", "erp.view_glaccount"),
)
