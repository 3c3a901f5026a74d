"""``/ODataV4/ProductItemAvailability``: the stock of every coupled item, for whoever has a key.

Source of the columns: SD 6. ``Inventory`` is in the item's base unit, ``UOM``, and may be below zero;
``Table_ID`` is the number of the table Item.
"""

from typing import Any, Final

from django.db.models import CharField, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.rest_api.availability_columns import (
    COLUMNS,
    KINDS,
    Columns,
    columns_of,
    json_row,
    keys_of,
)
from crm_integration.rest_api.odata_answers import answer, error_answer
from crm_integration.rest_api.web_service_sign_in import web_service
from erp.models import Item
from erp.queries.item_availability import inventory_of_items, with_inventory
from odata.errors import ODataError
from odata.filters import to_q
from odata.page import next_link, read_page
from odata.prefer import parse_prefer
from odata.query import COLLECTION_OPTIONS, QueryOptions, parse_query_options

ENTITY_SET: Final = "ProductItemAvailability"
OPTIONS: Final = (COLLECTION_OPTIONS | {"$skip"}) - {"$expand", "$apply", "$deltatoken"}
PATHS: Final = tuple(column.path for column in COLUMNS.values() if column.path != "inventory")
ITEM_TABLE: Final = 27
PAGE: Final = 1_000
LARGEST_PAGE: Final = 20_000


@csrf_exempt
@require_safe
@web_service("erp.open_item_availability")
def product_item_availability(request: HttpRequest) -> HttpResponse:
    """Answers 404 while item availability or Sales integration is off, 400 for what cannot be understood."""
    setup = ConnectionSetup.get()
    if setup.sales_obstacle or not setup.is_item_availability_enabled:
        return error_answer(ODataError(404, "NotFound", "The item availability web service is switched off."))
    try:
        options = parse_query_options(_pairs(request), allowed=OPTIONS)
        preferred = parse_prefer(request.headers.get("Prefer", "")).max_page_size
        return answer(_page(request, options, min(preferred or PAGE, LARGEST_PAGE)))
    except ODataError as error:
        return error_answer(error)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _page(request: HttpRequest, options: QueryOptions, size: int) -> dict[str, Any]:
    """One page; the next begins behind its last row, and ``$top`` counts over all of them."""
    found, columns = _coupled_items(), columns_of(options.select)
    if options.filter is not None:
        found = found.filter(to_q(options.filter, Columns()))
    context = request.build_absolute_uri(f"/ODataV4/$metadata#{ENTITY_SET}")
    body: dict[str, Any] = {"@odata.context": context}
    if options.count:
        body["@odata.count"] = found.count()
    page = read_page(
        found, keys=keys_of(options.orderby), kinds=KINDS, options=options, size=size, read=_rows
    )
    body["value"] = [json_row(row, columns) for row in page.rows]
    if page.next_token:
        body["@odata.nextLink"] = next_link(request, page.next_token)
    return body


def _coupled_items() -> QuerySet[Any]:
    items = Item.objects.filter(id=OuterRef("erp_id"))
    couplings = Coupling.objects.filter(mapping=ITEM_PRODUCT.name, state=Coupling.State.COUPLED)
    described = couplings.annotate(
        table_id=Value(ITEM_TABLE, output_field=IntegerField()),
        item_no=Subquery(items.values("no"), output_field=CharField()),
        uom=Coalesce(Subquery(items.values("base_unit_of_measure"), output_field=CharField()), Value("")),
    )
    stocked = described.alias(inventory=Subquery(with_inventory(items).values("inventory")))
    return stocked.filter(item_no__isnull=False)


def _rows(couplings: QuerySet[Any]) -> list[dict[str, Any]]:
    """The values of the page by their paths; the stock of all of them is one query."""
    rows = [dict(zip(PATHS, row, strict=True)) for row in couplings.values_list(*PATHS)]
    inventory = inventory_of_items({row["item_no"] for row in rows})
    return [{**row, "inventory": inventory[row["item_no"]]} for row in rows]
