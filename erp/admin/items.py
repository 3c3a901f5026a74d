"""List and card of items with their units of measure."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.blocked_filter import BlockedFilter
from erp.admin.extensions import PRODUCTS
from erp.admin.formats import amount_text, quantity_text
from erp.admin.list_filters import titled
from erp.admin.record_admin import RecordAdmin, without_fields
from erp.admin.record_inline import RecordInline
from erp.admin.site import site
from erp.models import Item, ItemType, ItemUnitOfMeasure
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_items import create_items
from erp.operations.delete_item import delete_item
from erp.operations.delete_item_unit_of_measure import delete_item_unit_of_measure
from erp.operations.modify_item_units_of_measure import modify_item_units_of_measure
from erp.operations.modify_items import modify_items
from erp.operations.record_operations import by_rows
from erp.queries.item_availability import with_inventory


class ItemUnits(RecordInline):
    model = ItemUnitOfMeasure
    operations = by_rows(
        create=create_item_units_of_measure,
        modify=modify_item_units_of_measure,
        delete=delete_item_unit_of_measure,
        id_name="record_id",
    )
    fields = ["expected_version", "unit_of_measure", "qty_per_unit_of_measure"]

    def new_values(self, parent: Model, position: int) -> dict[str, Any]:
        return {"item_no": parent.no}  # type: ignore[attr-defined]


@admin.register(Item, site=site)
class ItemAdmin(RecordAdmin):
    table = "item"
    area, area_order = PRODUCTS, 10
    keywords = _("product stock inventory")
    operations = by_rows(create=create_items, modify=modify_items, delete=delete_item, id_name="item_id")
    key_field, key_required = "no", False

    list_display = ["no", "description", "type", "inventory", "base_unit", "price", "blocked_text"]
    list_display_links = ["description"]
    numeric_columns = ["inventory", "price"]
    minor_columns = ["type", "blocked_text"]
    list_filter = [("type", titled(_("type"))), BlockedFilter]
    ordering = ["no"]
    search_fields = ["no", "description", "vendor_item_no"]
    search_help_text = _("Search no., description, vendor item no.")
    empty_text = _("Items that you enter, or that come over from other systems, appear here.")
    losses = (_("Its units of measure and its sales prices."),)
    inlines = [ItemUnits]

    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("no", "base_unit_of_measure"),
                    ("description", "sales_unit_of_measure"),
                    ("description_2", "blocked"),
                    ("type", "sales_blocked"),
                    ("modified_at",),
                ],
            },
        ),
        (
            _("Prices and costs"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("unit_price", "unit_cost"),
                    ("vat_prod_posting_group", "price_includes_vat"),
                    ("vat_bus_posting_gr_price",),
                ],
            },
        ),
        (
            _("Weight and volume"),
            {"classes": ["collapse"], "fields": [("gross_weight", "net_weight"), ("unit_volume",)]},
        ),
        (
            _("Vendor"),
            {"classes": ["collapse"], "fields": [("vendor_no", "vendor_item_no"), ("vendor_name",)]},
        ),
    ]
    facts = {
        _("General"): ["type", "base_unit_of_measure"],
        _("Prices and costs"): ["unit_price"],
        _("Vendor"): ["vendor_no", "vendor_item_no"],
    }
    readonly_fields = ["modified_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_inventory(super().get_queryset(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new item was never changed, and sells in the base unit, the only one that it has."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else without_fields(fieldsets, {"modified_at", "sales_unit_of_measure"})

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Units are added to an item that is there."""
        return super().get_inline_instances(request, obj) if obj else []

    @admin.display(description=_("Inventory"))
    def inventory(self, item: Any) -> str:
        return quantity_text(item.inventory) if item.type == ItemType.INVENTORY else ""

    @admin.display(description=_("Unit"), ordering="base_unit_of_measure_id")
    def base_unit(self, item: Item) -> str:
        return item.base_unit_of_measure_id or ""

    @admin.display(description=_("Unit Price"), ordering="unit_price")
    def price(self, item: Item) -> str:
        return amount_text(item.unit_price)

    @admin.display(description=_("Blocked"), ordering="blocked")
    def blocked_text(self, item: Item) -> Any:
        return item._meta.get_field("blocked").verbose_name if item.blocked else ""
