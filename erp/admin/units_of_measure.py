"""Lists and cards of units of measure, of those in which items and resources are counted, of unit groups."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.code_tables import CodeTableAdmin, general
from erp.admin.extensions import PRODUCTS
from erp.admin.formats import quantity_text
from erp.admin.list_filters import titled
from erp.admin.record_admin import RecordAdmin
from erp.admin.site import site
from erp.models import ItemUnitOfMeasure, ResourceUnitOfMeasure, UnitGroup, UnitOfMeasure
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.create_resource_units_of_measure import create_resource_units_of_measure
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.delete_item_unit_of_measure import delete_item_unit_of_measure
from erp.operations.delete_resource_unit_of_measure import delete_resource_unit_of_measure
from erp.operations.delete_unit_of_measure import delete_unit_of_measure
from erp.operations.modify_item_units_of_measure import modify_item_units_of_measure
from erp.operations.modify_resource_units_of_measure import modify_resource_units_of_measure
from erp.operations.modify_units_of_measure import modify_units_of_measure
from erp.operations.record_operations import by_rows


@admin.register(UnitOfMeasure, site=site)
class UnitOfMeasureAdmin(CodeTableAdmin):
    table = "unit_of_measure"
    area, area_order = PRODUCTS, 50
    operations = by_rows(
        create=create_units_of_measure,
        modify=modify_units_of_measure,
        delete=delete_unit_of_measure,
        id_name="record_id",
    )
    list_display = ["code", "description", "international_standard_code"]
    fieldsets = general(("code", "international_standard_code"), ("description",))


class UnitsOfRecordAdmin(RecordAdmin):
    """``owner`` names the item or the resource, which stays what it is, as the unit does."""

    owner: str
    key_field = ""
    list_display_links = ["code"]
    numeric_columns = ["quantity"]
    empty_text = _("The units in which something is counted appear here: its base unit comes with it.")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        given = super().get_readonly_fields(request, obj)
        return [*given, self.owner, "unit_of_measure"] if obj else given

    def record_title(self, record: Any) -> str:
        return f"{getattr(record, f'{self.owner}_id')} · {record.unit_of_measure_id}"

    @admin.display(description=_("Code"), ordering="unit_of_measure_id")
    def code(self, unit: Any) -> str:
        return str(unit.unit_of_measure_id)

    @admin.display(description=_("Qty. per Unit of Measure"), ordering="qty_per_unit_of_measure")
    def quantity(self, unit: Any) -> str:
        return quantity_text(unit.qty_per_unit_of_measure)


@admin.register(ItemUnitOfMeasure, site=site)
class ItemUnitOfMeasureAdmin(UnitsOfRecordAdmin):
    table, owner = "item_unit_of_measure", "item"
    area, area_order = PRODUCTS, 51
    operations = by_rows(
        create=create_item_units_of_measure,
        modify=modify_item_units_of_measure,
        delete=delete_item_unit_of_measure,
        id_name="record_id",
    )
    lookup_fields = ("item",)
    list_display = ["item_no", "code", "quantity"]
    ordering = ["item", "unit_of_measure"]
    search_fields = ["item__no", "unit_of_measure__code"]
    search_help_text = _("Search item no., code")
    fieldsets = general(("item", "qty_per_unit_of_measure"), ("unit_of_measure",))

    @admin.display(description=_("Item No."), ordering="item_id")
    def item_no(self, unit: ItemUnitOfMeasure) -> str:
        return unit.item_id


@admin.register(ResourceUnitOfMeasure, site=site)
class ResourceUnitOfMeasureAdmin(UnitsOfRecordAdmin):
    table, owner = "resource_unit_of_measure", "resource"
    area, area_order = PRODUCTS, 52
    operations = by_rows(
        create=create_resource_units_of_measure,
        modify=modify_resource_units_of_measure,
        delete=delete_resource_unit_of_measure,
        id_name="record_id",
    )
    lookup_fields = ("resource",)
    list_display = ["resource_no", "code", "quantity"]
    ordering = ["resource", "unit_of_measure"]
    search_fields = ["resource__no", "unit_of_measure__code"]
    search_help_text = _("Search resource no., code")
    fieldsets = general(("resource", "qty_per_unit_of_measure"), ("unit_of_measure",))

    @admin.display(description=_("Resource No."), ordering="resource_id")
    def resource_no(self, unit: ResourceUnitOfMeasure) -> str:
        return unit.resource_id


@admin.register(UnitGroup, site=site)
class UnitGroupAdmin(RecordAdmin):
    """Read, never written: a group comes and goes with its item or resource."""

    table = "unit_group"
    area, area_order = PRODUCTS, 53
    list_display = ["code", "source_type", "source_no"]
    list_display_links = ["code"]
    list_filter = [("source_type", titled(_("source type")))]
    ordering = ["code"]
    search_fields = ["code", "source_no"]
    search_help_text = _("Search code, source no.")
    empty_text = _("Every item and every resource has a unit group, which appears here with it.")
    fieldsets = general(("code", "source_type"), ("source_no",))
