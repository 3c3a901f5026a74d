"""List and card of resources with their units of measure."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.blocked_filter import BlockedFilter
from erp.admin.extensions import PRODUCTS
from erp.admin.formats import amount_text
from erp.admin.list_filters import titled
from erp.admin.record_admin import RecordAdmin, without_fields
from erp.admin.record_inline import RecordInline
from erp.admin.site import site
from erp.models import Resource, ResourceUnitOfMeasure
from erp.operations.create_resource_units_of_measure import create_resource_units_of_measure
from erp.operations.create_resources import create_resources
from erp.operations.delete_resource import delete_resource
from erp.operations.delete_resource_unit_of_measure import delete_resource_unit_of_measure
from erp.operations.modify_resource_units_of_measure import modify_resource_units_of_measure
from erp.operations.modify_resources import modify_resources
from erp.operations.record_operations import by_rows


class ResourceUnits(RecordInline):
    model = ResourceUnitOfMeasure
    operations = by_rows(
        create=create_resource_units_of_measure,
        modify=modify_resource_units_of_measure,
        delete=delete_resource_unit_of_measure,
        id_name="record_id",
    )
    fields = ["expected_version", "unit_of_measure", "qty_per_unit_of_measure"]

    def new_values(self, parent: Model, position: int) -> dict[str, Any]:
        return {"resource_no": parent.no}  # type: ignore[attr-defined]


@admin.register(Resource, site=site)
class ResourceAdmin(RecordAdmin):
    table = "resource"
    area, area_order = PRODUCTS, 20
    keywords = _("service hours work")
    operations = by_rows(
        create=create_resources, modify=modify_resources, delete=delete_resource, id_name="resource_id"
    )
    key_field, key_required = "no", False

    list_display = ["no", "name", "type", "base_unit", "price", "cost", "blocked_text"]
    list_display_links = ["name"]
    numeric_columns = ["price", "cost"]
    minor_columns = ["cost", "blocked_text"]
    list_filter = [("type", titled(_("type"))), BlockedFilter]
    ordering = ["no"]
    search_fields = ["no", "name"]
    search_help_text = _("Search no., name")
    losses = (_("Its units of measure."),)
    inlines = [ResourceUnits]

    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("no", "base_unit_of_measure"),
                    ("name", "capacity"),
                    ("type", "blocked"),
                    ("vendor_no", "modified_at"),
                ],
            },
        ),
        (
            _("Prices and costs"),
            {"classes": ["collapse"], "fields": [("unit_price", "unit_cost"), ("vat_prod_posting_group",)]},
        ),
    ]
    facts = {_("General"): ["type", "base_unit_of_measure"], _("Prices and costs"): ["unit_price"]}
    readonly_fields = ["modified_at"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A resource that is only being entered was never changed."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else without_fields(fieldsets, {"modified_at"})

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Units are added to a resource that is there."""
        return super().get_inline_instances(request, obj) if obj else []

    @admin.display(description=_("Unit"), ordering="base_unit_of_measure_id")
    def base_unit(self, resource: Resource) -> str:
        return resource.base_unit_of_measure_id or ""

    @admin.display(description=_("Unit Price"), ordering="unit_price")
    def price(self, resource: Resource) -> str:
        return amount_text(resource.unit_price)

    @admin.display(description=_("Unit Cost"), ordering="unit_cost")
    def cost(self, resource: Resource) -> str:
        return amount_text(resource.unit_cost)

    @admin.display(description=_("Blocked"), ordering="blocked")
    def blocked_text(self, resource: Resource) -> Any:
        return resource._meta.get_field("blocked").verbose_name if resource.blocked else ""
