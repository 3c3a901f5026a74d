"""What the cards of items and price groups show beside themselves: stock, entries, prices."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import RELATED, Action, FactBox, extensions
from erp.admin.formats import quantity_text
from erp.models import CustomerPriceGroup, Item, ItemType, Resource, SalesPriceType
from erp.queries.item_availability import item_availability


def _stock(request: HttpRequest, item: Model) -> Mapping[str, Any] | None:
    assert isinstance(item, Item)  # noqa: S101 - registered for items
    if item.type != ItemType.INVENTORY:
        return None
    stock = item_availability([item.no])[item.no]
    return {
        "inventory": quantity_text(stock.inventory),
        "available": quantity_text(stock.available),
        "unit": item.base_unit_of_measure_id or "",
        "below_zero": stock.inventory < 0,
        "entries_url": _entries_url(request, [item.pk]),
    }


def _entries_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return _of_item("itemledgerentry", ids)


def _prices_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return _of_item("salesprice", ids)


def _item_units_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return _of_item("itemunitofmeasure", ids)


def _resource_units_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    return _narrowed("resourceunitofmeasure", "resource", Resource.objects.filter(pk__in=ids))


def _of_item(model_name: str, ids: Sequence[UUID]) -> str:
    return _narrowed(model_name, "item", Item.objects.filter(pk__in=ids))


def _narrowed(model_name: str, relation: str, chosen: QuerySet[Any]) -> str:
    """The list of the records that belong to the first of the chosen ones."""
    changelist = reverse(f"admin:erp_{model_name}_changelist")
    number = chosen.values_list("no", flat=True).first()
    return f"{changelist}?{urlencode({f'{relation}__no__exact': number})}" if number else changelist


def _prices_of_group_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    changelist = reverse("admin:erp_salesprice_changelist")
    code = CustomerPriceGroup.objects.filter(pk__in=ids).values_list("code", flat=True).first()
    group = SalesPriceType.CUSTOMER_PRICE_GROUP.value
    query = {"sales_type__exact": group, "sales_code__exact": code}
    return f"{changelist}?{urlencode(query)}" if code else changelist


def _related(code: str, label: Any, url: Any, permission: str) -> Action:
    return Action(
        code=code,
        label=label,
        group=RELATED,
        icon="document",
        url=url,
        on=frozenset({"card"}),
        promoted=True,
        permission=permission,
    )


extensions.for_table(
    "item",
    _related("prices", _("Sales Prices"), _prices_url, "erp.view_salesprice"),
    _related("entries", _("Ledger Entries"), _entries_url, "erp.view_itemledgerentry"),
    _related("units", _("Units of Measure"), _item_units_url, "erp.view_itemunitofmeasure"),
    FactBox(
        code="stock",
        title=_("Inventory"),
        template="erp/stock_factbox.html",
        load=_stock,
        permission="erp.view_itemledgerentry",
        order=200,
    ),
)
extensions.for_table(
    "resource",
    _related("units", _("Units of Measure"), _resource_units_url, "erp.view_resourceunitofmeasure"),
)
extensions.for_table(
    "customer_price_group",
    _related("prices", _("Sales Prices"), _prices_of_group_url, "erp.view_salesprice"),
)
